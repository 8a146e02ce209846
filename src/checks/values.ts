import type { Check } from "./check.ts";
import { failed, passed, unjudged } from "./check.ts";
import { describeMismatch, matchValue, show } from "./match-value.ts";
import type { Moment } from "./scope.ts";

type Values = Readonly<Record<string, unknown>>;

/** The context variables hold this when the scope ends; others may be there. */
export const contextVariables: Check<Values> = valuesAtEnd(
  "context_variables",
  ({ contextVariables: values }) => values,
);

/** The world that the agents' tools act on is in this state when the scope ends; more may be in it. */
export const state: Check<Values> = valuesAtEnd("state", (moment) => moment.state);

function valuesAtEnd(name: string, of: (moment: Moment) => unknown): Check<Values> {
  return (expected, scope) => {
    const actual = of(scope.after);
    if (actual === undefined) return unjudged(`the agents module gave no ${name}`);
    const mismatches = Object.keys(expected).flatMap((key) => {
      const options = { partial: true, before: of(scope.before) };
      const mismatch = matchValue({ [key]: expected[key] }, actual, options);
      return mismatch === undefined ? [] : [describeMismatch(mismatch, "")];
    });
    if (mismatches.length === 0)
      return passed(`${name}: ${show(pick(actual, Object.keys(expected)))}`);
    return failed(mismatches.join("\n"));
  };
}

function pick(value: unknown, keys: readonly string[]): Values {
  return Object.fromEntries(keys.map((key) => [key, (value as Values)[key]]));
}
