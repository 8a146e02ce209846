import { expect, it } from "vitest";
import { clusteredMean } from "../../../src/stats/intervals/mean.ts";

const scores = [1, 0.8, 0.6, 1, 0, 0.2, 0.4, 1, 0.9, 0.5];

it("has the standard error and interval that statsmodels has for clusters", () => {
  // statsmodels 0.15.0: OLS(scores, ones).fit(cov_type="cluster", cov_kwds={"groups": groups}).bse,
  // and its mean ± scipy's stats.t.ppf(0.975, 3) times that.
  const mean = clusteredMean(scores, [0, 0, 0, 1, 1, 2, 3, 3, 3, 3]);
  expect(mean?.value).toBeCloseTo(0.64, 12);
  expect(mean?.standardError).toBeCloseTo(0.08640987597877144, 12);
  expect(mean?.interval?.lower).toBeCloseTo(0.36500520945133547, 11);
  expect(mean?.interval?.upper).toBeCloseTo(0.9149947905486646, 11);
  expect(mean).toMatchObject({ clusters: 4 });
});

it("is the textbook mean when each score is its own cluster", () => {
  // scipy 1.17.1: stats.t.interval(0.95, 9, mean, stats.sem(scores))
  const mean = clusteredMean(scores);
  expect(mean?.standardError).toBeCloseTo(0.11372481406154654, 12);
  expect(mean?.interval?.lower).toBeCloseTo(0.3827365972827785, 11);
  expect(mean?.interval?.upper).toBeCloseTo(0.897263402721722, 11);
});

it("does not gain from repeating each score three times", () => {
  const labels = scores.map((_, index) => index);
  const tripled = clusteredMean(
    [...scores, ...scores, ...scores],
    [...labels, ...labels, ...labels],
  );
  expect(tripled?.standardError).toBeCloseTo(clusteredMean(scores)?.standardError ?? 0, 12);
});

it("does not clamp its interval", () => {
  expect(clusteredMean([1, 1, 0])?.interval?.upper).toBeGreaterThan(1);
});

it.each([
  ["a single score", [0.5], undefined],
  ["a single cluster", [0.5, 1, 0], ["a", "a", "a"]],
])("knows the mean of %s and not its error", (_, values, labels) => {
  const mean = clusteredMean(values, labels);
  expect(mean?.value).toBe(0.5);
  expect(mean?.standardError).toBeUndefined();
  expect(mean?.interval).toBeUndefined();
});

it("tells a label from the number that reads the same", () => {
  expect(clusteredMean([1, 0], ["1", 1])?.clusters).toBe(2);
});
