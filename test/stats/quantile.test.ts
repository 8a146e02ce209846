import { expect, it } from "vitest";
import { sampleQuantile } from "../../src/stats/quantile.ts";

// numpy 2.4.6: numpy.quantile(values, probability), whose default is type 7 as well
it.each([
  [0, 1],
  [0.05, 1],
  [0.25, 2.25],
  [0.5, 3.75],
  [0.9, 6.3],
  [0.95, 7.65],
  [1, 9],
])("the %d quantile is numpy's %d", (probability, expected) => {
  const values = [3, 1, 4, 1, 5, 9, 2, 6, 5, 3.5];
  expect(sampleQuantile(values, probability)).toBeCloseTo(expected, 12);
  expect(values[0]).toBe(3);
});

it("is the one value there is", () => {
  expect(sampleQuantile([7], 0.95)).toBe(7);
});

it("sorts by size, not by spelling", () => {
  expect(sampleQuantile([100, 9, 20], 0.5)).toBe(20);
});
