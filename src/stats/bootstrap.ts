import type { Interval } from "./interval.ts";
import { acceleration, bcaInterval } from "./bca.ts";
import { randomFrom } from "./random.ts";
import { requireWhole } from "./require.ts";

/** How to resample: coverage (0.95), number of resamples (2,000) and seed (1). */
export interface BootstrapOptions {
  readonly confidence?: number | undefined;
  readonly resamples?: number | undefined;
  readonly seed?: number | undefined;
}

/**
 * The BCa bootstrap interval for any statistic over `units` independent units (cases, or clusters of
 * them). The statistic is given how often each unit was drawn, in an array that is reused, and
 * may be undefined for a resample that does not carry it. Undefined with fewer than two units, or
 * where the statistic of all of them is.
 */
export function bootstrapInterval(
  units: number,
  statistic: (drawn: Int32Array) => number | undefined,
  options: BootstrapOptions = {},
): Interval | undefined {
  requireWhole("units", units);
  const all = new Int32Array(units).fill(1);
  const estimate = units < 2 ? undefined : statistic(all);
  if (estimate === undefined) return undefined;
  const influences = new Float64Array(units);
  for (let unit = 0; unit < units; unit += 1) {
    all[unit] = 0;
    influences[unit] = estimate - (statistic(all) ?? estimate);
    all[unit] = 1;
  }
  const estimates: number[] = [];
  const kindOf = Int32Array.from(all, (_, unit) => unit);
  resample(kindOf, units, options, (drawn) => {
    const one = statistic(drawn);
    if (one !== undefined) estimates.push(one);
  });
  const resampled = { estimate, acceleration: acceleration(influences), units };
  return bcaInterval(Float64Array.from(estimates), resampled, options.confidence);
}

/**
 * Draws as many units as there are, with replacement, once for each resample, and visits the tally
 * of each kind drawn. Units of one kind are interchangeable; `kindOf` numbers each unit's kind.
 */
export function resample(
  kindOf: Int32Array,
  kinds: number,
  { resamples = 2_000, seed = 1 }: BootstrapOptions,
  visit: (tally: Int32Array) => void,
): void {
  requireWhole("resamples", resamples, 1);
  const random = randomFrom(seed);
  const units = kindOf.length;
  if (units === 0) return;
  const tally = new Int32Array(kinds);
  for (let round = 0; round < resamples; round += 1) {
    tally.fill(0);
    for (let draw = 0; draw < units; draw += 1) {
      const kind = kindOf[random.below(units)] ?? 0;
      tally[kind] = (tally[kind] ?? 0) + 1;
    }
    visit(tally);
  }
}
