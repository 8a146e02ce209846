import { expect, it } from "vitest";
import { brokenFactor } from "../../../src/stats/compare/broken-factor.ts";

// scipy 1.14: exp(betaln(1+k, 1+n-k) - betaln(1, 1) - betaln(b+.5+k, m-b+.5+n-k) + betaln(b+.5, m-b+.5))
it.each([
  [30, 30, 1, 2, 10.841530054644805],
  [20, 30, 1, 2, 0.7680991095625223],
  [28, 30, 2, 2, 0.39329963326395057],
  [10, 10, 3, 9, 162.78359301981658],
  [0, 5, 0, 0, 1],
])("of a baseline of %i/%i is for %i/%i now %d", (passed, trials, now, of, factor) => {
  expect(brokenFactor({ passed, trials }, { passed: now, trials: of })).toBeCloseTo(factor, 9);
});
