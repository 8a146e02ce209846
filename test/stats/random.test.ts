import { expect, it } from "vitest";
import { heads, randomFrom } from "../../src/stats/random.ts";

// The same generator written in Python with whole numbers of any size.
it.each([
  [0, [591558436, 2737234123, 107644106, 1338548054]],
  [1, [792534090, 3215351813, 160231488, 1151041103]],
  [42, [2476999517, 2284424721, 914527439, 3398404915]],
  [2 ** 53 - 1, [3652879762, 3704931744, 1923398811, 484107463]],
])("seed %d gives the same stream everywhere", (seed, expected) => {
  const random = randomFrom(seed);
  expect(expected.map(() => random.bits())).toEqual(expected);
});

it("spreads whole numbers evenly below a bound", () => {
  const random = randomFrom(11);
  const tally = Array.from({ length: 10 }, () => 0);
  for (let draw = 0; draw < 100_000; draw += 1) {
    const value = random.below(10);
    tally[value] = (tally[value] ?? 0) + 1;
  }
  // χ² with 9 degrees of freedom stays below 27.9 in 999 of 1,000 streams.
  const chi = tally.reduce((sum, count) => sum + (count - 10_000) ** 2 / 10_000, 0);
  expect(chi).toBeLessThan(27.9);
  expect(tally).toHaveLength(10);
});

it("draws fractions from 0 up to and without 1, with the mean and variance they should have", () => {
  const random = randomFrom(3);
  const draws = Array.from({ length: 50_000 }, () => random.fraction());
  const mean = draws.reduce((sum, draw) => sum + draw, 0) / draws.length;
  const variance = draws.reduce((sum, draw) => sum + (draw - mean) ** 2, 0) / draws.length;
  expect(mean).toBeCloseTo(0.5, 2);
  expect(variance).toBeCloseTo(1 / 12, 2);
  expect(draws.every((draw) => draw >= 0 && draw < 1)).toBe(true);
});

it.each([0, 1, 5, 31, 32, 33, 64, 100])(
  "tosses %d coins as a binomial draw at one half",
  (tosses) => {
    const random = randomFrom(tosses + 1);
    const rounds = 20_000;
    let sum = 0;
    let squares = 0;
    for (let round = 0; round < rounds; round += 1) {
      const count = heads(random, tosses);
      expect(count >= 0 && count <= tosses).toBe(true);
      sum += count;
      squares += count * count;
    }
    const mean = sum / rounds;
    const variance = squares / rounds - mean * mean;
    expect(Math.abs(mean - tosses / 2)).toBeLessThanOrEqual(4 * Math.sqrt(tosses / 4 / rounds));
    expect(Math.abs(variance - tosses / 4)).toBeLessThanOrEqual(0.05 * (tosses / 4));
  },
);
