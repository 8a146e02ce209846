import { changes } from "../json/changes.ts";
import { showPath } from "../json/path.ts";
import { shortValue } from "./short-value.ts";
import type { PartedValue, PathStep } from "../results/gate-result.ts";

const MOST_VALUES = 5;
const LONGEST_VALUE = 200;

/** What was changed otherwise in the context variables at a step, and what differs between two states, as deep inside as can be told: the first of each. A state that is not kept is not compared. */
export function partedValues(
  [then, now]: readonly (PathStep | undefined)[],
  [before, after]: readonly [unknown, unknown],
): PartedValue[] {
  const compared = before !== undefined && after !== undefined;
  return [
    ...between("context_variables", contextChanges(then), contextChanges(now)),
    ...(compared ? between("state", before, after) : []),
  ];
}

/** What a step changed in the context variables. */
export function contextChanges(step: PathStep | undefined): Readonly<Record<string, unknown>> {
  return step !== undefined && "call" in step ? (step.context_variables ?? {}) : {};
}

function between(of: PartedValue["of"], then: unknown, now: unknown): PartedValue[] {
  return changes(then, now)
    .slice(0, MOST_VALUES)
    .map(({ path, before, after }) => ({
      of,
      path: showPath(path),
      ...(before === undefined ? {} : { baseline: shortValue(before, LONGEST_VALUE) }),
      ...(after === undefined ? {} : { now: shortValue(after, LONGEST_VALUE) }),
    }));
}
