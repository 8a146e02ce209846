import { describe, expect, it } from "vitest";
import { mcnemarExact } from "../../../src/stats/compare/exact-tests.ts";
import {
  type PairedCase,
  pairedComparison,
  pairedVerdict,
} from "../../../src/stats/compare/paired.ts";
import { type Random, randomFrom } from "../../../src/stats/random.ts";

const pair = (k0: number, n0: number, k: number, n: number): PairedCase => ({
  baseline: { passed: k0, trials: n0 },
  candidate: { passed: k, trials: n },
});
const times = (count: number, one: PairedCase): PairedCase[] =>
  Array.from({ length: count }, () => one);
const swapped = ({ baseline, candidate }: PairedCase): PairedCase => ({
  baseline: candidate,
  candidate: baseline,
});
const repeated: readonly PairedCase[] = [
  ...times(8, pair(2, 5, 4, 5)),
  ...times(3, pair(5, 5, 3, 5)),
  ...times(9, pair(3, 5, 3, 5)),
];

it("takes exact McNemar for single trials", () => {
  const cases = [
    ...times(10, pair(0, 1, 1, 1)),
    ...times(2, pair(1, 1, 0, 1)),
    ...times(20, pair(1, 1, 1, 1)),
  ];
  const comparison = pairedComparison(cases);
  expect(comparison).toMatchObject({
    verdict: "better",
    test: "mcnemar",
    cases: 32,
    clusters: 32,
  });
  expect(comparison?.difference).toBeCloseTo(0.25, 12);
  expect(comparison).toMatchObject(mcnemarExact(10, 2));
  expect(pairedComparison(cases.map(swapped))?.pLess).toBe(mcnemarExact(2, 10).pLess);
});

it("flips the signs of cases for several trials", () => {
  const comparison = pairedComparison(repeated);
  expect(comparison?.test).toBe("sign-flip");
  expect(comparison?.difference).toBeCloseTo((8 * 0.4 - 3 * 0.4) / 20, 12);
});

it("flips signs as soon as one case had several trials", () => {
  const single = times(9, pair(0, 1, 1, 1));
  expect(pairedComparison([...single, pair(1, 1, 1, 1)])?.test).toBe("mcnemar");
  expect(pairedComparison([...single, pair(3, 3, 3, 3)])?.test).toBe("sign-flip");
});

it.each([
  ["single trials", [...times(9, pair(0, 1, 1, 1)), ...times(12, pair(1, 1, 1, 1))]],
  ["several trials", repeated],
  ["unequal numbers of trials", [...times(9, pair(1, 5, 3, 3)), ...times(4, pair(2, 5, 1, 3))]],
])("turns around when the sides are swapped, with %s", (_, cases) => {
  const there = pairedComparison(cases);
  const back = pairedComparison(cases.map(swapped));
  expect(there?.difference).toBeCloseTo(-(back?.difference ?? 9), 12);
  expect(there?.pValue).toBeCloseTo(back?.pValue ?? 9, 2);
  expect(there?.interval.lower).toBeCloseTo(-(back?.interval.upper ?? 9), 12);
  expect([there?.verdict, back?.verdict]).toEqual(
    there?.verdict === "better" ? ["better", "worse"] : Array(2).fill("no difference shown"),
  );
});

it("is the same twice", () => {
  expect(pairedComparison(repeated, { seed: 4 })).toEqual(pairedComparison(repeated, { seed: 4 }));
});

it("holds the difference in its interval", () => {
  const { difference = 9, interval } = pairedComparison(repeated) ?? {};
  expect(interval?.lower).toBeLessThan(difference);
  expect(interval?.upper).toBeGreaterThan(difference);
});

it.each([
  ["all pass", pair(3, 3, 3, 3)],
  ["all fail", pair(0, 3, 0, 3)],
  ["all pass once", pair(1, 1, 1, 1)],
])("does not claim that nothing differs when %s", (_, one) => {
  const comparison = pairedComparison(times(20, one));
  expect(comparison).toMatchObject({ verdict: "no difference shown", difference: 0, pValue: 1 });
  // Wilson's upper bound for 0 of 20.
  expect(comparison?.interval.lower).toBeCloseTo(-0.1611, 4);
  expect(comparison?.interval.upper).toBeCloseTo(0.1611, 4);
  expect(comparison?.detectable).toBeGreaterThan(0.25);
});

it("has the wider interval, the smaller its level", () => {
  const strict = pairedComparison(times(20, pair(3, 3, 3, 3)), { alpha: 0.01 });
  // Wilson's upper bound for 0 of 20 at 99 %.
  expect(strict?.interval.upper).toBeCloseTo(0.2491, 4);
  const { interval } = pairedComparison(repeated) ?? {};
  expect(pairedComparison(repeated, { alpha: 0.01 })?.interval.lower).toBeLessThan(
    interval?.lower ?? -1,
  );
});

it.each([1, 5])("can show nothing with %d cases, and says so", (count) => {
  const comparison = pairedComparison(times(count, pair(0, 10, 10, 10)));
  expect(comparison).toMatchObject({ verdict: "no difference shown", difference: 1 });
  expect(comparison?.detectable).toBeUndefined();
  expect(comparison?.interval).toMatchObject({ lower: -1, upper: 1 });
});

it("could show less if it is one of several comparisons", () => {
  const one = pairedComparison(repeated);
  const three = pairedComparison(repeated, { comparisons: 3 });
  expect(three?.detectable).toBeGreaterThan(one?.detectable ?? 1);
  const { detectable, detectableIfEven } = three ?? {};
  expect(three).toEqual({ ...one, detectable, detectableIfEven });
});

it("leaves out cases without counted trials on a side", () => {
  const cases = [...repeated, pair(0, 0, 5, 5), pair(1, 1, 0, 0)];
  expect(pairedComparison(cases)).toEqual(pairedComparison(repeated));
});

it("does not take the cases of a tag as independent", () => {
  const tagged = Array.from({ length: 30 }, (_, index) => ({
    ...pair(0, 1, index < 20 ? 1 : 0, 1),
    cluster: `tag ${Math.floor(index / 10)}`,
  }));
  const untagged = tagged.map(({ baseline, candidate }) => ({ baseline, candidate }));
  expect(pairedComparison(untagged)?.verdict).toBe("better");
  expect(pairedComparison(tagged)).toMatchObject({
    verdict: "no difference shown",
    test: "sign-flip",
    clusters: 3,
    cases: 30,
  });
});

it("keeps 0 in the interval wherever it shows no difference", () => {
  const cases = [...times(7, pair(0, 1, 1, 5)), ...times(1, pair(1, 1, 4, 5))];
  const comparison = pairedComparison(cases);
  expect(comparison?.verdict).toBe("no difference shown");
  expect(comparison?.interval.lower).toBeLessThanOrEqual(0);
});

it("is not misled by the skew of unequal numbers of trials", () => {
  // Twenty cases at 0.9 all pass a single trial once in eight runs, though each differs by 0.1.
  const comparison = pairedComparison(times(20, pair(9, 10, 1, 1)));
  expect(comparison).toMatchObject({ verdict: "no difference shown" });
  expect(comparison?.interval.lower).toBe(0);
});

it("is not misled by many trials of cases that differ to and fro", () => {
  const cases = [...times(7, pair(0, 40, 50, 50)), ...times(3, pair(40, 40, 0, 50))];
  expect(pairedComparison(cases)?.verdict).toBe("no difference shown");
});

it.each([
  [0.1, 0.04, "better"],
  [-0.1, 0.04, "worse"],
  [-0.1, 0.05, "worse"],
  [0.1, 0.06, "no difference shown"],
  [0, 0.01, "no difference shown"],
])("a difference of %d with p = %d reads %s", (difference, pValue, verdict) => {
  expect(pairedVerdict(difference, pValue)).toBe(verdict);
});

describe("under simulation", () => {
  const trialsOf = (random: Random, trials: number, probability: number) => {
    let passed = 0;
    for (let trial = 0; trial < trials; trial += 1) {
      if (random.fraction() < probability) passed += 1;
    }
    return { passed, trials };
  };
  const populations: readonly ((random: Random) => number)[] = [
    (random) => random.fraction(),
    (random) => (random.fraction() < 0.8 ? 0.97 : 0.3),
    () => 0.9,
  ];
  const sizes = [
    [20, 1, 1],
    [20, 5, 5],
    [60, 2, 2],
    [60, 3, 5],
    [20, 5, 1],
    [100, 3, 3],
  ] as const;
  const shown = (comparisons: number, candidateOf: (probability: number) => number): number => {
    const random = randomFrom(20_240_612);
    let count = 0;
    for (let comparison = 0; comparison < comparisons; comparison += 1) {
      const [cases, before, after] = sizes[comparison % sizes.length] ?? sizes[0];
      const probabilityOf = populations[Math.floor(comparison / 6) % 3] ?? (() => 0.5);
      const pairs = Array.from({ length: cases }, () => {
        const probability = probabilityOf(random);
        const baseline = trialsOf(random, before, probability);
        return { baseline, candidate: trialsOf(random, after, candidateOf(probability)) };
      });
      const result = pairedComparison(pairs, { seed: comparison, resamples: 399 });
      if (result?.verdict !== "no difference shown") count += 1;
    }
    return count / comparisons;
  };

  it("calls two equal models different in at most 5 % of 2,000 comparisons", () => {
    const rate = shown(2000, (probability) => probability);
    expect(rate).toBeLessThanOrEqual(0.05);
    expect(rate).toBeGreaterThan(0.01);
  });

  it.each([
    ["an even drop", 20, 1, 0.95],
    ["an even drop", 100, 1, 0.98],
    ["an even drop", 100, 5, 0.95],
    ["whole cases that flip", 100, 5, 0.95],
  ])(
    "shows %s as large as it says it could, with %i cases × %i at %d",
    (kind, size, each, rate) => {
      const random = randomFrom(7);
      const runs = 500;
      let found = 0;
      const compare = (rateNow: () => number, seed: number) =>
        pairedComparison(
          Array.from({ length: size }, () => ({
            baseline: trialsOf(random, each, rate),
            candidate: trialsOf(random, each, rateNow()),
          })),
          { seed, resamples: 199 },
        );
      for (let run = 0; run < runs; run += 1) {
        const { detectable = 0, detectableIfEven = 0 } = compare(() => rate, run) ?? {};
        const rateNow = (): number => {
          if (kind === "an even drop") return Math.max(0, rate - detectableIfEven);
          return random.fraction() < detectable / rate ? 0 : rate;
        };
        if (compare(rateNow, run)?.verdict === "worse") found += 1;
      }
      expect(found / runs).toBeGreaterThan(0.7);
      // Much less could not be shown.
      expect(found / runs).toBeLessThan(0.92);
    },
  );

  it("calls models different that are", () => {
    expect(shown(200, (probability) => 0.4 * probability)).toBeGreaterThan(0.9);
  });
});
