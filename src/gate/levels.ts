/** The levels of a gate's two kinds of tests. */
export interface Levels {
  /** For all single cases together. */
  readonly cases: number;
  /** For the suite as a whole. */
  readonly suite: number;
}

/**
 * Shares the level of a gate between its tests, so that it fails a run in which nothing changed with a chance of at most
 * `alpha`. A case that broke for good shows at any level; a small change of the whole suite needs all it can get.
 */
export function levelsOf(alpha: number): Levels {
  return { cases: alpha / 5, suite: (alpha * 4) / 5 };
}
