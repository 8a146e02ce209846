import { expect, it } from "vitest";
import { Boundary } from "../../../src/stats/sequential/boundary.ts";
import { normalCdf, normalQuantile } from "../../../src/stats/distributions/normal.ts";

const boundsOf = (shares: readonly number[], spent: (share: number) => number): number[] => {
  const boundary = new Boundary();
  return shares.map((share) => boundary.next(share, spent(share)));
};
const FIFTHS = [0.2, 0.4, 0.6, 0.8, 1];

// R's ldbounds: ldBounds(seq(0.2, 1, 0.2), iuse = 1, alpha = 0.025, sides = 1), and iuse = 2.
it.each([
  [
    "O'Brien and Fleming",
    (share: number) => 2 * normalCdf(-normalQuantile(1 - 0.025 / 2) / Math.sqrt(share)),
    [4.8769, 3.357, 2.6803, 2.2898, 2.031],
  ],
  [
    "Pocock",
    (share: number) => 0.025 * Math.log(1 + (Math.E - 1) * share),
    [2.438, 2.4268, 2.4101, 2.3966, 2.3859],
  ],
])("has the published values for the spending like that of %s", (_, spent, published) => {
  expect(boundsOf(FIFTHS, spent)).toEqual(
    published.map((bound) => expect.closeTo(bound, 3) as number),
  );
});

// scipy 1.17.1: each solves 1 − multivariate_normal.cdf(bounds, 0, √(min(s, t) / max(s, t))) = spent.
it("has the values of the multivariate normal distribution for looks at any time", () => {
  const bounds = boundsOf([0.2, 0.5, 0.7, 1], (share) => 0.05 * share ** 1.5);
  expect(bounds).toEqual(
    [2.614177, 2.177401, 2.053991, 1.810205].map((bound) => expect.closeTo(bound, 3) as number),
  );
});

it("is that of a single test at a single look, whatever the unit of information", () => {
  expect(new Boundary().next(1, 0.05)).toBeCloseTo(normalQuantile(0.95), 8);
  expect(new Boundary().next(5000, 0.05)).toBeCloseTo(normalQuantile(0.95), 8);
});

it("cannot be crossed while nothing is spent, and refuses a look without more information", () => {
  const boundary = new Boundary();
  expect(boundary.next(1, 0)).toBe(Infinity);
  expect(() => boundary.next(1, 0.05)).toThrow(RangeError);
});
