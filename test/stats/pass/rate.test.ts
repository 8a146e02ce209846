import { expect, it } from "vitest";
import { clusteredMean } from "../../../src/stats/intervals/mean.ts";
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

it("is Student's t over case means for several trials, so that trials do not count as cases", () => {
  const rate = suiteRate([of(3, 5), of(5, 5), of(2, 4), of(4, 5)]);
  const mean = clusteredMean([0.6, 1, 0.5, 0.8]);
  expect(rate?.value).toBe(mean?.value);
  expect(rate?.interval?.lower).toBe(mean?.interval?.lower);
});

it("clamps both ends to what a rate can be", () => {
  expect(suiteRate([of(5, 5), of(5, 5), of(0, 5)])?.interval).toMatchObject({ lower: 0, upper: 1 });
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
