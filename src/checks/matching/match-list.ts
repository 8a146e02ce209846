import type { MatchMode } from "../../cases/expectation.ts";
import { assign } from "./assignment.ts";

/** What is expected and what happened, known only by their numbers and by what fits what. */
export interface Lists {
  readonly expectedCount: number;
  readonly actualCount: number;
  readonly fits: (expected: number, actual: number) => boolean;
  /** The actual indices that each expected one fits. */
  readonly candidates: () => readonly (readonly number[])[];
}

/** How two lists go together. */
export interface ListMatch {
  readonly holds: boolean;
  /** The actual index that each expected one is paired with; undefined if with none. */
  readonly pairs: readonly (number | undefined)[];
}

/**
 * Compares what happened with what was expected. `exact`: one to one, in order. `in_order`: a subsequence. `any_order`:
 * each expected one has an actual one of its own. `subset`: each actual one has an expected one of its own.
 */
export function matchList(mode: MatchMode, lists: Lists): ListMatch {
  const pairs = pairsOf(mode, lists);
  const paired = pairs.filter((index) => index !== undefined).length;
  const allExpected = paired === lists.expectedCount;
  const allActual = paired === lists.actualCount;
  const holds =
    mode === "exact" ? allExpected && allActual : mode === "subset" ? allActual : allExpected;
  return { holds, pairs };
}

function pairsOf(mode: MatchMode, lists: Lists): ListMatch["pairs"] {
  if (mode === "exact") return pairByPosition(lists);
  if (mode === "in_order") return pairInOrder(lists);
  return assign(lists.candidates(), lists.actualCount);
}

function pairByPosition({ expectedCount, actualCount, fits }: Lists): (number | undefined)[] {
  return Array.from({ length: expectedCount }, (_, index) =>
    index < actualCount && fits(index, index) ? index : undefined,
  );
}

/** Each expected one takes the first that it fits: if any subsequence fits, this one does. */
function pairInOrder({ expectedCount, actualCount, fits }: Lists): (number | undefined)[] {
  let next = 0;
  return Array.from({ length: expectedCount }, (_, expected) => {
    for (let actual = next; actual < actualCount; actual++) {
      if (!fits(expected, actual)) continue;
      next = actual + 1;
      return actual;
    }
    return undefined;
  });
}
