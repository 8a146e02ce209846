import { expect, it } from "vitest";
import { regularizedBeta } from "../../../src/stats/distributions/binomial.ts";
import { studentTQuantile } from "../../../src/stats/distributions/student-t.ts";

// scipy 1.17.1: stats.t.ppf(probability, degrees)
it.each([
  [0.975, 1, 12.706204736174694],
  [0.975, 2, 4.302652729749462],
  [0.975, 19, 2.0930240544083087],
  [0.995, 4, 4.604094871349992],
  [0.8, 49, 0.8490183985380773],
  [0.025, 199, -1.9719565442517537],
  [1e-6, 3, -103.29946778041935],
  [0.9999, 1000, 3.7328516045753966],
  [0.6, 9.5, 0.2605495681986849],
  [0.5, 7, 0],
])("the %d quantile of t with %d degrees of freedom is scipy's", (probability, degrees, t) => {
  expect(Math.abs(studentTQuantile(probability, degrees) - t)).toBeLessThanOrEqual(
    1e-9 * Math.abs(t),
  );
});

// scipy 1.17.1: stats.t.cdf(t, degrees)
it.each([
  [2, 5, 0.9490302605850708],
  [-2.5, 19, 0.01087020558419872],
  [0.3, 1, 0.5927735790777423],
  [-8, 49, 9.552719776477738e-11],
  [-30, 3, 4.067640213581979e-5],
  [1.96, 1000, 0.9748634075221256],
  [0, 7, 0.5],
])("%d is the quantile of scipy's chance below it, with %d degrees of freedom", (t, degrees, p) => {
  expect(Math.abs(studentTQuantile(p, degrees) - t)).toBeLessThanOrEqual(1e-9 * Math.abs(t));
});

it("finds its way back from the quantile for any probability and degrees", () => {
  for (const degrees of [1, 2, 7.5, 30, 500, 20_000]) {
    for (const probability of [1e-12, 1e-4, 0.03, 0.4, 0.5001, 0.9, 0.999]) {
      const t = studentTQuantile(probability, degrees);
      const tail =
        0.5 *
        regularizedBeta(degrees / 2, 0.5, degrees / (degrees + t * t), (t * t) / (degrees + t * t));
      expect(Math.abs((t < 0 ? tail : 1 - tail) - probability)).toBeLessThanOrEqual(
        1e-9 * probability,
      );
    }
  }
});
