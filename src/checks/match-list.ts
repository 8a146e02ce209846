import type { MatchMode } from "../cases/expectation.ts";
import { assign } from "./assignment.ts";

/** How an expected list and what happened go together. */
export interface ListMatch {
  readonly holds: boolean;
  /** For each expected item the index of what it is paired with; undefined where it is paired with nothing. */
  readonly pairs: readonly (number | undefined)[];
}

/**
 * Holds what happened against what was expected. `candidates` lists, for each expected item, the indices of what it fits.
 * `exact`: one to one, in order. `in_order`: a subsequence. `any_order`: each expected item has one of its own.
 * `subset`: everything that happened has an expected item of its own.
 */
export function matchList(
  mode: MatchMode,
  candidates: readonly (readonly number[])[],
  actualCount: number,
): ListMatch {
  switch (mode) {
    case "exact": {
      const pairs = candidates.map((fits, index) => (fits.includes(index) ? index : undefined));
      return { holds: candidates.length === actualCount && pairs.every(isPaired), pairs };
    }
    case "in_order": {
      let next = 0;
      const pairs = candidates.map((fits) => {
        const found = fits.find((index) => index >= next);
        if (found !== undefined) next = found + 1;
        return found;
      });
      return { holds: pairs.every(isPaired), pairs };
    }
    case "any_order": {
      const pairs = assign(candidates, actualCount);
      return { holds: pairs.every(isPaired), pairs };
    }
    case "subset": {
      const pairs = assign(candidates, actualCount);
      return { holds: pairs.filter(isPaired).length === actualCount, pairs };
    }
  }
}

function isPaired(index: number | undefined): index is number {
  return index !== undefined;
}
