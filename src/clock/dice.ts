import { randomFrom, type Random } from "../stats/random.ts";

/** Random numbers and bytes; the same seed gives the same ones on every machine. They are no secret. */
export class Dice {
  readonly #seed: string;
  readonly #random: Random;
  #draws = 0;

  constructor(seed: string) {
    this.#seed = seed;
    this.#random = randomFrom(hash(seed, FNV_BASIS) * 2 ** 21 + (hash(seed, OTHER_BASIS) >>> 11));
  }

  /** A number in [0, 1), of 53 bits, as `Math.random()` gives it. */
  fraction(): number {
    return ((this.#bits() >>> 5) * 2 ** 26 + (this.#bits() >>> 6)) / 2 ** 53;
  }

  /** A whole number from 0 to `bound` − 1, all equally likely; `bound` is at most 2⁴⁸. */
  below(bound: number): number {
    const limit = 2 ** 48 - (2 ** 48 % bound);
    for (;;) {
      const number = (this.#bits() >>> 16) * 2 ** 32 + this.#bits();
      if (number < limit) return number % bound;
    }
  }

  /** Fills the bytes, and returns them. */
  fill<Bytes extends Uint8Array>(bytes: Bytes): Bytes {
    let bits = 0;
    for (let index = 0; index < bytes.length; index++) {
      bits = index % 4 === 0 ? this.#bits() : bits >>> 8;
      bytes[index] = bits & 0xff;
    }
    return bytes;
  }

  /** Dice that will fall as these will. */
  copy(): Dice {
    const copy = new Dice(this.#seed);
    while (copy.#draws < this.#draws) copy.#bits();
    return copy;
  }

  #bits(): number {
    this.#draws++;
    return this.#random.bits();
  }
}

const FNV_BASIS = 0x811c9dc5;
/** Any other start makes it another hash. */
const OTHER_BASIS = 0x9e3779b9;

/** FNV-1a of 32 bits (G. Fowler, L. C. Noll, K.-P. Vo) over UTF-16 units. */
function hash(text: string, basis: number): number {
  let hash = basis;
  for (let index = 0; index < text.length; index++)
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return hash >>> 0;
}
