import { callsOf } from "../../trajectory/calls.ts";
import { failed, passed } from "../scope/check.ts";
import type { Check } from "../scope/check.ts";
import { listCalls } from "./show-calls.ts";

/** None of these tools was called. */
export const notCalled: Check<readonly string[]> = (names, scope) => {
  const made = callsOf(scope.steps).filter(({ name }) => names.includes(name));
  if (made.length === 0) return passed(`not called: ${names.join(", ")}`);
  const called = names.filter((name) => made.some((call) => call.name === name));
  return failed(`expected no call of ${called.join(", ")}, got: ${listCalls(made)}`);
};
