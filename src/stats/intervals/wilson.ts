import { type Counts, requireCounts, requireInside, requireProbability } from "../counts.ts";
import { normalQuantile } from "../distributions/normal.ts";

/** A confidence interval. */
export interface Interval {
  readonly lower: number;
  readonly upper: number;
}

/** A number with its interval; the interval is undefined when the data cannot give one. */
export interface Estimate {
  readonly value: number;
  readonly interval: Interval | undefined;
}

/**
 * Wilson's score interval for the pass probability behind `passed` of `trials` independent trials:
 * (p̂ + z²/2n ± z √(p̂(1−p̂)/n + z²/4n²)) / (1 + z²/n). Undefined without trials.
 * Source: E. B. Wilson 1927, "Probable Inference, the Law of Succession, and Statistical Inference".
 */
export function wilsonInterval(counts: Counts, confidence = 0.95): Interval | undefined {
  requireCounts("counts", counts);
  return wilsonIntervalOfRate(counts.passed / (counts.trials || 1), counts.trials, confidence);
}

/**
 * Wilson's interval around the mean `rate` of `units` independent numbers that each lie in [0, 1]. Such numbers spread
 * no more than 0 and 1 of the same mean, so the interval can only be too wide; it is the one to show when the units do
 * not differ and their spread says nothing.
 */
export function wilsonIntervalOfRate(
  rate: number,
  units: number,
  confidence = 0.95,
): Interval | undefined {
  requireProbability("rate", rate);
  requireInside("confidence", confidence);
  if (!(units >= 0)) throw new RangeError(`units must not be negative, but is ${units}.`);
  if (units === 0) return undefined;
  const z = normalQuantile(0.5 + confidence / 2);
  const square = (z * z) / units;
  const centre = rate + square / 2;
  const reach = Math.sqrt(square * (rate * (1 - rate) + square / 4));
  // At 0 and 1 the two terms cancel exactly in theory, and not quite in floating point.
  const lower = rate === 0 ? 0 : (centre - reach) / (1 + square);
  const upper = rate === 1 ? 1 : (centre + reach) / (1 + square);
  return { lower, upper };
}
