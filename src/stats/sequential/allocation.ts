import type { PairedTrials } from "./non-inferiority.ts";

/** How often each case is to be played in a round with each model, and what that is expected to tell (1/variance). */
export interface Allocation {
  readonly trials: readonly number[];
  readonly information: number;
}

/**
 * Spreads a round over the cases in proportion to the standard deviation of the difference of two trials, which is how
 * the mean difference comes out with the least variance; every case is played at least once. Rates are smoothed by some
 * trials at the rate of all. The round is to add `information` (1/variance), Infinity for as much as can be had, and no
 * case gets more trials of a model than it has `left`; undefined if a case has none left.
 * Source: Neyman 1934, "On the Two Different Aspects of the Representative Method".
 */
export function allocateRound(
  played: readonly PairedTrials[],
  information: number,
  left: readonly number[],
): Allocation | undefined {
  if (left.length === 0 || Math.min(...left) < 1) return undefined;
  const deviations = deviationsOf(played);
  const total = deviations.reduce((sum, one) => sum + one, 0);
  const scale = Math.min(
    (information * total) / deviations.length ** 2,
    ...deviations.map((deviation, index) => (left[index] ?? 0) / deviation),
  );
  const trials = deviations.map((deviation, index) =>
    Math.min(left[index] ?? 0, Math.max(1, Math.round(scale * deviation))),
  );
  return { trials, information: informationOf(deviations, trials) };
}

/** What so many trials of each case are expected to tell; `played` has those until now. */
export function expectedInformation(
  played: readonly PairedTrials[],
  trials: readonly number[],
): number {
  return informationOf(deviationsOf(played), trials);
}

function informationOf(deviations: readonly number[], trials: readonly number[]): number {
  const variance = deviations.reduce(
    (sum, deviation, index) => sum + (deviation * deviation) / (trials[index] ?? 1),
    0,
  );
  return deviations.length ** 2 / variance;
}

/** How many trials at the rate of all steady the estimate of a case. */
const SMOOTHING = 3;

/** Of the difference of one trial with each model. Without any trial, the rate of all is taken for 0.9. */
function deviationsOf(played: readonly PairedTrials[]): number[] {
  const sides = played.flatMap(({ reference, candidate }) => [reference, candidate]);
  const rate =
    (sides.reduce((sum, { passed }) => sum + passed, 0) + 0.9) /
    (sides.reduce((sum, { trials }) => sum + trials, 0) + 1);
  return played.map(({ reference, candidate }) =>
    Math.sqrt(
      [reference, candidate].reduce((sum, { passed, trials }) => {
        const smoothed = (passed + SMOOTHING * rate) / (trials + SMOOTHING);
        return sum + smoothed * (1 - smoothed);
      }, 0),
    ),
  );
}
