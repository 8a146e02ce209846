import { expect, it } from "vitest";
import { normalCdf, normalQuantile } from "../../../src/stats/distributions/normal.ts";

// scipy 1.17.1: stats.norm.ppf(probability)
it.each([
  [0.975, 1.959963984540054],
  [0.8, 0.8416212335729143],
  [0.995, 2.5758293035489004],
  [1e-10, -6.361340902404056],
  [0.3, -0.5244005127080409],
  [0.5, 0],
])("the %d quantile of the normal distribution is scipy's", (probability, z) => {
  expect(Math.abs(normalQuantile(probability) - z)).toBeLessThanOrEqual(1e-11 * Math.abs(z));
});

// scipy 1.17.1: stats.norm.cdf(z)
it.each([
  [0, 0.5],
  [-1.959963984540054, 0.025],
  [1, 0.8413447460685429],
  [-5, 2.866515718791933e-7],
  [-10, 7.61985302416047e-24],
  [3.5, 0.9997673709209645],
])("the chance of a normal value below %d is scipy's", (z, probability) => {
  expect(Math.abs(normalCdf(z) - probability)).toBeLessThanOrEqual(1e-11 * probability);
});

it("joins its series and its continued fraction without a step", () => {
  expect(normalCdf(-3 - 1e-9) / normalCdf(-3 + 1e-9)).toBeCloseTo(1, 7);
});
