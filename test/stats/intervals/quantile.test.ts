import { expect, it } from "vitest";
import { sortedQuantile } from "../../../src/stats/intervals/bootstrap.ts";

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
  const values = Float64Array.of(1, 1, 2, 3, 3.5, 4, 5, 5, 6, 9);
  expect(sortedQuantile(values, probability)).toBeCloseTo(expected, 12);
});

it("is the one value there is", () => {
  expect(sortedQuantile(Float64Array.of(7), 0.95)).toBe(7);
});
