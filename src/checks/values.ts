import { failed, passed, unjudged, type Check } from "./scope/check.ts";
import { guardedKeys } from "../cases/guarded-keys.ts";
import { isMatcher } from "../cases/matchers.ts";
import { show, showPath } from "../json/show.ts";
import { valueAt, valueOf } from "../json/value.ts";
import { describeMismatches, mismatches } from "./matching/mismatch.ts";
import type { Moment } from "./scope/scope.ts";

type Values = Readonly<Record<string, unknown>>;

/** The context variables hold this when the scope ends, and maybe more. */
export const contextVariables: Check<Values> = valuesAtEnd(
  "context_variables",
  ({ contextVariables: values }) => values,
);

/** What `state()` of the agents module gives when the scope ends holds this, and maybe more. */
export const state: Check<Values> = valuesAtEnd("state", (moment) => moment.state);

function valuesAtEnd(name: string, of: (moment: Moment) => unknown): Check<Values> {
  return (expected, scope) => {
    const actual = of(scope.after);
    if (actual === undefined) return unjudged(`there is no ${name}: the agents module gave none`);
    const found = mismatches(expected, actual, "partial", of(scope.before));
    if (found.length > 0) return failed(describeMismatches(found, []).join("\n"));
    const before = of(scope.before);
    const missed = guardedKeys(expected).flatMap(({ path }) =>
      [before, actual].some((values) => valueAt(values, path) !== undefined) ? [] : [path],
    );
    const seen = `${name}: ${show(expectedPart(expected, actual))}`;
    if (missed.length === 0) return passed(seen);
    const names = missed.map((path) => showPath(path)).join(", ");
    return {
      ...passed(`${seen}; not there before or after: ${names}`),
      never_there: missed,
    };
  };
}

/** The part of a value that an expectation is about. */
function expectedPart(expected: Values, actual: unknown): unknown {
  if (isMatcher(expected)) return actual;
  return Object.fromEntries(Object.keys(expected).map((key) => [key, valueOf(actual, key)]));
}
