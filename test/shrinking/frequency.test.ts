import { expect, it } from "vitest";
import { ddmin } from "../../src/shrinking/ddmin.ts";
import { frequencyOf, frequencyTest, trialsFor } from "../../src/shrinking/frequency.ts";
import { randomFrom } from "../../src/stats/random.ts";

const LIMITS = { most: 20, concurrency: 16 };

/** Looks for the parts of many that a failure needs, which comes at a rate if all of them are there. */
async function search({ parts, needed: count, rate }: Setting, runs = 200) {
  const random = randomFrom(1);
  const all = [...Array(parts).keys()];
  let [minimal, missed, trials] = [0, 0, 0];
  for (let run = 0; run < runs; run += 1) {
    const needed = new Set<number>();
    while (needed.size < count) needed.add(random.below(parts));
    const fails = (kept: readonly number[]): boolean => {
      trials += 1;
      return [...needed].every((part) => kept.includes(part)) && random.fraction() < rate;
    };
    const seen = { occurred: 0, trials: 0 };
    for (; seen.occurred < 5 && seen.trials < LIMITS.most; seen.trials += 1)
      if (fails(all)) seen.occurred += 1;
    const test = frequencyTest(seen);
    const kept = await ddmin(all, async (some) => {
      const play = () => Promise.resolve(fails(some) ? ("same" as const) : ("other" as const));
      return (await frequencyOf(test, play, LIMITS)).isFrequent;
    });
    if (kept.length === count) minimal += 1 / runs;
    if ([...needed].some((part) => !kept.includes(part))) missed += 1;
  }
  return { minimal, missed, trials: trials / runs };
}

interface Setting {
  readonly parts: number;
  readonly needed: number;
  readonly rate: number;
}

// The figures of docs/shrink.md, which are of 1,000 runs.
it.each([
  [
    { parts: 8, needed: 3, rate: 1 },
    { minimal: 1, trials: 55 },
  ],
  [
    { parts: 8, needed: 3, rate: 0.9 },
    { minimal: 0.97, trials: 70 },
  ],
  [
    { parts: 8, needed: 3, rate: 0.6 },
    { minimal: 0.89, trials: 140 },
  ],
  [
    { parts: 8, needed: 3, rate: 0.3 },
    { minimal: 0.75, trials: 320 },
  ],
  [
    { parts: 32, needed: 1, rate: 1 },
    { minimal: 1, trials: 28 },
  ],
  [
    { parts: 32, needed: 1, rate: 0.6 },
    { minimal: 0.89, trials: 65 },
  ],
])("finds the smallest: %j", async (setting, { minimal, trials }) => {
  const found = await search(setting);
  expect(found.missed).toBe(0);
  expect(found.minimal).toBeGreaterThanOrEqual(minimal - 1e-9);
  expect(found.trials).toBeLessThan(trials);
});

it("plays no more at once than are needed to know it", async () => {
  const test = frequencyTest({ occurred: 5, trials: 5 });
  const play = (outcome: "same" | "other") => {
    const played: number[] = [];
    const of = (trial: number) => (played.push(trial), Promise.resolve(outcome));
    return { played, frequency: frequencyOf(test, of, LIMITS) };
  };
  const [always, never] = [play("same"), play("other")];
  expect(await always.frequency).toEqual({ isFrequent: true, occurred: 3, trials: 3 });
  expect(await never.frequency).toEqual({ isFrequent: false, occurred: 0, trials: 2 });
  expect([always.played, never.played]).toEqual([
    [1, 2, 3],
    [1, 2],
  ]);
  expect(trialsFor(test, 20)).toEqual({ never: 2, as: 3 / test.frequent });
});

it("lets a single trial decide if there is no other", async () => {
  const one = { most: 1, concurrency: 1 };
  const test = frequencyTest({ occurred: 1, trials: 1 });
  for (const [outcome, isFrequent] of [
    ["same", true],
    ["other", false],
  ] as const)
    expect((await frequencyOf(test, () => Promise.resolve(outcome), one)).isFrequent).toBe(
      isFrequent,
    );
});

it("counts no trial that broke off, and gives up after three", async () => {
  const test = frequencyTest({ occurred: 5, trials: 5 });
  const outcomes = ["errored", "same", "errored", "same", "same"] as const;
  const once = (trial: number) => Promise.resolve(outcomes[trial - 1] ?? ("other" as const));
  const one = { ...LIMITS, concurrency: 1 };
  expect(await frequencyOf(test, once, one)).toEqual({ isFrequent: true, occurred: 3, trials: 3 });
  let played = 0;
  const mostly = () => Promise.resolve(played++ === 1 ? ("same" as const) : ("errored" as const));
  const seen = { occurred: 1, trials: 1 };
  expect(await frequencyOf(test, mostly, one)).toEqual({ isFrequent: false, ...seen });
  expect(played).toBe(4);
});
