import type { IntervalEnds, PassEstimates, Summary } from "../../results/result.ts";
import { plural } from "../../text/count.ts";
import { estimate } from "./format.ts";

/** A share, null if it is not known, and its interval. */
type Estimate = readonly [share: number | null, interval: IntervalEnds | null];

/** pass^k and pass@k for the largest k for which they are known. */
export interface LargestK {
  readonly k: number;
  readonly passHat: Estimate;
  readonly passAt: Estimate;
}

/** Undefined if no k is known and wanted. */
export function largestK(
  estimates: PassEstimates,
  isWanted: (k: string) => boolean = () => true,
): LargestK | undefined {
  const { pass_hat_k: hat, pass_at_k: at } = estimates;
  const k = Object.keys(hat).findLast((key) => hat[key] !== null && isWanted(key));
  if (k === undefined) return undefined;
  return {
    k: Number(k),
    passHat: [hat[k] ?? null, estimates.pass_hat_k_interval[k] ?? null],
    passAt: [at[k] ?? null, estimates.pass_at_k_interval[k] ?? null],
  };
}

/** Whether any case was played more than once. */
export function hasTrials({ trials, cases, skipped }: Summary): boolean {
  return trials > cases - skipped;
}

/**
 * The pass rate, if cases had several trials; then pass^k and pass@k for the largest k. If that leaves out more cases
 * than the pass rate does, the largest k that does not comes before it.
 */
export function suiteEstimateLines(summary: Summary): string[] {
  const { pass_rate: rate, pass_rate_interval: interval, saved, too_few_trials: tooFew } = summary;
  if (!hasTrials(summary) || saved !== undefined || rate === null) return [];
  const leftOut = (k: number): string => {
    const count = tooFew[k] ?? 0;
    return count === 0 ? "" : `; ${plural(count, "case")} left out, with too few trials that count`;
  };
  const whole = largestK(summary, (k) => tooFew[k] === tooFew["1"]);
  const largest = largestK(summary);
  const shown = whole?.k === largest?.k ? [largest] : [whole, largest];
  return [
    `pass rate ${estimate(rate, interval)}, in brackets 95 % intervals${leftOut(1)}`,
    ...shown.flatMap((one) =>
      one === undefined || one.k === 1 ? [] : [largestKText(one) + leftOut(one.k)],
    ),
  ];
}

/** The same in a line: the pass rate, and pass^k for the largest k that leaves out no more cases. */
export function suiteEstimateLine(summary: Summary): string[] {
  const [first] = suiteEstimateLines(summary);
  if (first === undefined) return [];
  const { too_few_trials: tooFew } = summary;
  const whole = largestK(summary, (k) => k !== "1" && tooFew[k] === tooFew["1"]);
  return [whole === undefined ? first : `pass^${whole.k} ${estimate(...whole.passHat)} · ${first}`];
}

/** `pass^5 50 % (9.5–90.5 %) · pass@5 100 % (34.2–100 %)`. */
export function largestKText({ k, passHat, passAt }: LargestK): string {
  return `pass^${k} ${estimate(...passHat)} · pass@${k} ${estimate(...passAt)}`;
}
