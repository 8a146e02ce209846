import { isRecord } from "../../json/value.ts";
import type { Case } from "../case.ts";
import type { CaseLine, SimulatedLine, SingleTurnLine } from "../rules/case-line.ts";
import type { CaseNames } from "../rules/case-names.ts";
import { expectsNothing } from "../rules/expectation.ts";
import { moduleCases } from "./module-cases.ts";

/** A case as one object; it may leave it to others to expect something. */
export type GivenCase<Names extends CaseNames = CaseNames> =
  | CaseLine<Names>
  | Omit<SingleTurnLine<Names>, "expect">
  | Omit<SimulatedLine<Names>, "expect">;

/** Holds of every conversation. A case file needs an expectation, for nobody else has one. */
const HOLDS = { max_model_calls: Number.MAX_SAFE_INTEGER };

/** Reads a case that is given as one object, to a function of this name. Throws CaseFileError. */
export async function readGivenCase(given: GivenCase, to: string): Promise<Case> {
  const expecting = expectsSomething(given);
  const line = expecting || !isRecord(given) ? given : { ...given, expect: HOLDS };
  const [placed] = await moduleCases([line], to, "");
  const { case: read } = placed as { case: Case };
  if (expecting) return read;
  const { expect: _, ...rest } = read;
  return { ...rest, turns: read.turns.map(({ user }) => ({ user })) };
}

function expectsSomething(given: GivenCase): boolean {
  const turns = "turns" in given ? given.turns : [];
  return [given, ...turns].some(
    (part) => "expect" in part && part.expect !== undefined && !expectsNothing(part.expect),
  );
}
