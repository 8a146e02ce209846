import { expect, it } from "vitest";
import { ddmin } from "../../src/shrinking/ddmin.ts";
import { seeded, type Random } from "../support/random.ts";

type Fails = (kept: readonly number[]) => boolean;

const partsOf = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

async function minimize(count: number, fails: Fails) {
  const asked: string[] = [];
  const kept = await ddmin(partsOf(count), (set) => {
    asked.push(set.join());
    return Promise.resolve(fails(set));
  });
  return { kept, asked };
}

/** Fails with any superset of one of some sets. */
function monotone(random: Random, count: number): Fails {
  const needed = Array.from({ length: 1 + random.below(3) }, () =>
    partsOf(count).filter(() => random.chance(0.3)),
  );
  return (kept) => needed.some((set) => set.every((part) => kept.includes(part)));
}

/** Fails or not with each set at random, and with all. */
function arbitrary(random: Random, count: number): Fails {
  const rate = random.pick([0.1, 0.5, 0.9]);
  const known = new Map<string, boolean>([[partsOf(count).join(), true]]);
  return (kept) => {
    const key = kept.join();
    if (!known.has(key)) known.set(key, random.chance(rate));
    return known.get(key) === true;
  };
}

it.each([
  ["failures that more parts do not undo", monotone],
  ["failures that come and go at random", arbitrary],
])("leaves no part that could be spared, of %s", async (_, make) => {
  const random = seeded(1);
  for (let round = 0; round < 400; round += 1) {
    const count = 1 + random.below(12);
    const fails = make(random, count);
    const { kept, asked } = await minimize(count, fails);
    expect(fails(kept)).toBe(true);
    for (const part of kept) expect(fails(kept.filter((one) => one !== part))).toBe(false);
    expect(new Set(asked).size).toBe(asked.length);
    expect(asked.length).toBeLessThanOrEqual(count ** 2 + 3 * count);
  }
});

it("finds the one part of many that a failure needs by halves", async () => {
  const { kept, asked } = await minimize(1024, (set) => set.includes(700));
  expect({ kept, asked: asked.length <= 21 }).toEqual({ kept: [700], asked: true });
});

it("finds parts that stand far from each other", async () => {
  const needed = [3, 40, 63];
  const { kept } = await minimize(64, (set) => needed.every((part) => set.includes(part)));
  expect(kept).toEqual(needed);
});

it("tries to leave out everything first", async () => {
  expect(await minimize(9, () => true)).toEqual({ kept: [], asked: [""] });
  expect(await minimize(0, () => true)).toEqual({ kept: [], asked: [] });
});

it("ends with what a try throws", async () => {
  const stopped = new Error("The cap is reached.");
  await expect(ddmin([1, 2], () => Promise.reject(stopped))).rejects.toBe(stopped);
});
