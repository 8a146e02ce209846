import type { Counts } from "../counts.ts";

/** Trials of one case with both models. */
export interface PairedTrials {
  readonly reference: Counts;
  readonly candidate: Counts;
}

/** How often each case is to be played in a round with each model, and what that is expected to tell (1/variance). */
export interface Allocation {
  readonly trials: readonly number[];
  readonly information: number;
}

/**
 * Spreads a round over the cases in proportion to the standard deviation of the difference of two trials, which is how
 * the mean difference comes out with the least variance; every case is played at least once. Rates are smoothed by some
 * trials at the rate of all. The round is to add `information` (1/variance), Infinity for as much as can be had, and no
 * case gets more trials of a model than it has `left`; undefined if a case has none left. `least` is as in `variancesOf`.
 * Source: Neyman 1934, "On the Two Different Aspects of the Representative Method".
 */
export function allocateRound(
  played: readonly PairedTrials[],
  information: number,
  left: readonly number[],
  least: number,
): Allocation | undefined {
  if (left.length === 0 || Math.min(...left) < 1) return undefined;
  const variances = variancesOf(played, least);
  const deviations = variances.map(Math.sqrt);
  const total = deviations.reduce((sum, one) => sum + one, 0);
  const scale = Math.min(
    (information * total) / deviations.length ** 2,
    ...deviations.map((deviation, index) => (left[index] ?? 0) / deviation),
  );
  const trials = deviations.map((deviation, index) =>
    Math.min(left[index] ?? 0, Math.max(1, Math.round(scale * deviation))),
  );
  return { trials, information: informationOf(variances, trials) };
}

/** What so many trials of each case are expected to tell; `played` has those until now. */
export function expectedInformation(
  played: readonly PairedTrials[],
  trials: readonly number[],
  least: number,
): number {
  return informationOf(variancesOf(played, least), trials);
}

function informationOf(variances: readonly number[], trials: readonly number[]): number {
  let cases = 0;
  let variance = 0;
  variances.forEach((one, index) => {
    const count = trials[index] ?? 0;
    if (count === 0) return;
    cases += 1;
    variance += one / count;
  });
  return cases === 0 ? 0 : (cases * cases) / variance;
}

/** How many trials at the rate of all steady the estimate of a case. */
const SMOOTHING = 3;

/**
 * Of the difference of one trial with each model, by smoothed rates, and no less than `least`. The rate of all is 0.9
 * before any trial.
 */
export function variancesOf(played: readonly PairedTrials[], least: number): number[] {
  const sides = played.flatMap(({ reference, candidate }) => [reference, candidate]);
  const rate =
    (sides.reduce((sum, { passed }) => sum + passed, 0) + 0.9) /
    (sides.reduce((sum, { trials }) => sum + trials, 0) + 1);
  const variance = ({ passed, trials }: Counts): number => {
    const smoothed = (passed + SMOOTHING * rate) / (trials + SMOOTHING);
    return smoothed * (1 - smoothed);
  };
  return played.map(({ reference, candidate }) =>
    Math.max(least, variance(reference) + variance(candidate)),
  );
}
