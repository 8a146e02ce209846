import type { Random } from "../random.ts";

/** How many of `tosses` fair coins fall heads: a binomial draw at ½, 32 coins to each draw of bits. */
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
