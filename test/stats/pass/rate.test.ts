import { describe, expect, it } from "vitest";
import { randomFrom } from "../../../src/stats/random.ts";
import { suiteRate } from "../../../src/stats/pass/rate.ts";
import { wilsonInterval, wilsonIntervalOfRate } from "../../../src/stats/intervals/wilson.ts";

const of = (passed: number, trials: number): { passed: number; trials: number } => ({
  passed,
  trials,
});

it("is Wilson's interval for a single trial a case", () => {
  const rate = suiteRate([of(1, 1), of(1, 1), of(0, 1), of(1, 1)]);
  expect(rate).toEqual({ value: 0.75, interval: wilsonInterval(of(3, 4)) });
});

// statsmodels 0.15.0: proportion_confint(s * u, u, method="wilson") for the units u = s(1−s)/SE² · (z/t)², with scipy's
// stats.norm.ppf(.975) and stats.t.ppf(.975, C−1).
it.each([
  [[of(3, 5), of(5, 5), of(2, 4), of(4, 5)], 4, [0.3484828567940898, 0.9285426659665212]],
  [
    Array.from({ length: 30 }, (_, index) => of(index % 6 === 0 ? 3 : 5, 5)),
    30,
    [0.852951828985002, 0.9712563010476958],
  ],
  [
    Array.from({ length: 30 }, (_, index) => of(index < 9 ? 3 : 5, 5)),
    10,
    [0.6819016939597388, 0.9616661965977017],
  ],
])("is Wilson's interval over the units that the spread of %j is worth", (cases, tags, ends) => {
  const clusters = cases.map((_, index) => Math.floor((index * tags) / cases.length));
  const { lower, upper } = suiteRate(cases, { clusters })?.interval ?? {};
  expect([lower, upper]).toEqual(ends.map((end) => expect.closeTo(end, 10)));
});

it("counts a large cluster as little more than one", () => {
  const clusters = ["a", "b", "c", ...Array(97).fill("large")];
  const rate = suiteRate(Array(100).fill(of(5, 5)), { clusters });
  expect(rate?.interval?.lower).toBeLessThan(0.25);
});

it("stays within what a rate can be", () => {
  const { lower = -1, upper = 2 } = suiteRate([of(5, 5), of(5, 5), of(0, 5)])?.interval ?? {};
  expect(lower).toBeGreaterThan(0);
  expect(upper).toBeLessThan(1);
});

it.each([
  ["all trials pass", [of(5, 5), of(5, 5), of(5, 5)], 1],
  ["all trials fail", [of(0, 5), of(0, 5), of(0, 5)], 0],
  ["all cases pass half of the time", [of(2, 4), of(2, 4), of(2, 4)], 0.5],
])("does not claim certainty when %s", (_, cases, value) => {
  const rate = suiteRate(cases);
  expect(rate).toEqual({ value, interval: wilsonIntervalOfRate(value, 3) });
  const { lower = 0, upper = 0 } = rate?.interval ?? {};
  expect(upper - lower).toBeGreaterThan(0.5);
});

it("says little from one case, however many trials it has", () => {
  const rate = suiteRate([of(400, 400)]);
  expect(rate?.interval?.lower).toBeCloseTo(wilsonInterval(of(1, 1))?.lower ?? 0, 12);
});

it("leaves out cases without counted trials", () => {
  const rate = suiteRate([of(1, 1), of(0, 0), of(0, 1), of(0, 0)]);
  expect(rate).toEqual(suiteRate([of(1, 1), of(0, 1)]));
});

it("widens when the cases of a tag pass and fail together", () => {
  const cases = [...Array(10).fill(of(1, 1)), ...Array(10).fill(of(0, 1))];
  const clusters = cases.map((_, index) => `tag ${Math.floor(index / 5)}`);
  const alone = suiteRate(cases);
  const tagged = suiteRate(cases, { clusters });
  expect(tagged?.interval?.lower).toBeLessThan(alone?.interval?.lower ?? 0);
  expect(tagged?.interval?.upper).toBeGreaterThan(alone?.interval?.upper ?? 1);
});

describe("under simulation", () => {
  const random = randomFrom(11);
  const mixes: Record<string, { readonly truth: number; readonly rate: () => number }> = {
    "rates from .5 to 1": { truth: 0.75, rate: () => 0.5 + random.fraction() / 2 },
    "most cases that always pass": {
      truth: 0.6 + 0.25 * 0.95 + 0.15 * 0.7,
      rate: () => {
        const kind = random.fraction();
        if (kind < 0.6) return 1;
        return kind < 0.85 ? 0.9 + 0.1 * random.fraction() : 0.5 + 0.4 * random.fraction();
      },
    },
  };
  it.each([
    ["rates from .5 to 1", 20, 3],
    ["rates from .5 to 1", 100, 5],
    ["most cases that always pass", 20, 3],
    ["most cases that always pass", 50, 5],
    ["most cases that always pass", 200, 3],
  ])("covers the mean of %s, with %i cases of %i trials", (mix, size, trials) => {
    const { truth = 0, rate = () => 0 } = mixes[mix] ?? {};
    let covered = 0;
    for (let run = 0; run < 1000; run += 1) {
      const cases = Array.from({ length: size }, () => {
        const chance = rate();
        const passed = Array.from({ length: trials }, () => random.fraction() < chance);
        return of(passed.filter(Boolean).length, trials);
      });
      const { lower = 1, upper = 0 } = suiteRate(cases)?.interval ?? {};
      if (lower <= truth && truth <= upper) covered += 1;
    }
    // Student's t interval covers as little as 87 % of them.
    expect(covered / 1000).toBeGreaterThan(0.92);
    expect(covered / 1000).toBeLessThan(0.985);
  });
});
