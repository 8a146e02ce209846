import { expect, it } from "vitest";
import { mcnemarExact } from "../../../src/stats/compare/mcnemar.ts";

// scipy 1.17.1: stats.binomtest(min(gained, lost), gained + lost, 0.5).pvalue.
it.each([
  [1, 0, 1],
  [0, 5, 0.0625],
  [0, 6, 0.03125],
  [2, 10, 0.03857421875],
  [7, 7, 1],
  [59, 6, 4.964650327128616e-12],
  [101, 121, 0.20213432065995843],
  [600, 500, 0.0028195449914364284],
])("%d gained and %d lost have the p-value %d", (gained, lost, p) => {
  expect(mcnemarExact(gained, lost) / p).toBeCloseTo(1, 10);
  expect(mcnemarExact(lost, gained)).toBe(mcnemarExact(gained, lost));
});
