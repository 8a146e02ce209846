import { requireWhole } from "./counts.ts";

/** A stream of pseudo-random numbers; the same seed gives the same stream on every machine. */
export interface Random {
  /** The next 32 bits, a whole number from 0 to 2³² − 1. */
  readonly bits: () => number;
  /** The next number in [0, 1), of 32 bits. */
  readonly fraction: () => number;
  /** A whole number from 0 to `bound` − 1, whose chances differ by at most `bound`/2³². */
  readonly below: (bound: number) => number;
}

/** The number of random samples, and the seed of the generator (1). */
export interface Sampling {
  readonly resamples?: number | undefined;
  readonly seed?: number | undefined;
}

/**
 * The generator sfc32 (C. Doty-Humphrey, PractRand), its state filled by splitmix32 from `seed`.
 * Throws a RangeError unless the seed is a whole number from 0 to 2⁵³ − 1.
 */
export function randomFrom(seed: number): Random {
  requireWhole("seed", seed);
  const next = splitmix32(seed);
  let a = next();
  let b = next();
  let c = next();
  let counter = 1;
  const bits = (): number => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    c |= 0;
    return sum >>> 0;
  };
  for (let warm = 0; warm < 12; warm += 1) bits();
  const fraction = (): number => bits() / 4_294_967_296;
  const below = (bound: number): number => Math.floor(bits() * (bound / 4_294_967_296));
  return { bits, fraction, below };
}

/** G. Steele's SplitMix with the 32-bit finalizer of MurmurHash3; both halves of the seed count. */
function splitmix32(seed: number): () => number {
  let state = (seed ^ Math.imul(Math.floor(seed / 4_294_967_296), 0x85ebca6b)) | 0;
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let mixed = state ^ (state >>> 16);
    mixed = Math.imul(mixed, 0x85ebca6b);
    mixed ^= mixed >>> 13;
    mixed = Math.imul(mixed, 0xc2b2ae35);
    return mixed ^ (mixed >>> 16);
  };
}

/** How many of `tosses` fair coins come up heads: a binomial draw at ½, 32 coins to each draw of bits. */
export function heads(random: Random, tosses: number): number {
  let count = 0;
  let left = tosses;
  for (; left >= 32; left -= 32) count += ones(random.bits());
  if (left > 0) count += ones(random.bits() >>> (32 - left));
  return count;
}

/** The number of one bits in a word of 32, added up in pairs, nibbles and bytes. */
function ones(word: number): number {
  const pairs = word - ((word >>> 1) & 0x55555555);
  const nibbles = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((nibbles + (nibbles >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
