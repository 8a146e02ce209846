import { expectationsOf, type Case } from "../cases/case.ts";
import { LIMITS } from "../cases/faults.ts";
import type { Doubt } from "./doubts.ts";

/** A case with faults whose expectations agents meet whether or not they recover. */
export function unshownRecovery(testCase: Case, line: number): Doubt[] {
  if (testCase.faults === undefined) return [];
  const keys = expectationsOf(testCase).flatMap((expected) => Object.keys(expected));
  if (keys.some((key) => !LIMITS.has(key))) return [];
  const message =
    "nothing that the case expects tells whether the agents recover from its faults: it only sets limits.";
  return [{ line, name: "faults", message }];
}
