import type { TrialResult } from "../../results/result.ts";

/** By the name of a check of one's own. */
export type Scores = Readonly<Record<string, number>>;

/** The mean of what each check of one's own measured in trials that count. */
export function trialScores(
  trials: readonly Pick<TrialResult, "checks" | "verdict">[],
): Record<string, number> {
  return meanScores(
    trials
      .filter(({ verdict }) => verdict !== "errored")
      .map(({ checks }) =>
        checks.flatMap(({ check, score }) =>
          score === undefined ? [] : [[check, score] as const],
        ),
      ),
  );
}

/** The mean for each name. */
export function meanScores(
  scores: readonly (readonly (readonly [name: string, score: number])[])[],
): Record<string, number> {
  const byName = Map.groupBy(scores.flat(), ([name]) => name);
  return Object.fromEntries(
    [...byName].map(([name, all]) => [
      name,
      all.reduce((sum, [, score]) => sum + score, 0) / all.length,
    ]),
  );
}
