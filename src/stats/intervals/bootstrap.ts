import { randomFrom } from "../random.ts";
import { requireWhole } from "../require.ts";

/** How to resample: coverage (0.95), number of resamples (2,000) and seed (1). */
export interface BootstrapOptions {
  readonly confidence?: number | undefined;
  readonly resamples?: number | undefined;
  readonly seed?: number | undefined;
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
