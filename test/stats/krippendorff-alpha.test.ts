import { expect, it } from "vitest";
import { krippendorffAlpha } from "../../src/stats/krippendorff-alpha.ts";

// Krippendorff 2011, "Computing Krippendorff's Alpha-Reliability": examples A, B and C, printed as
// 0.095, 0.692 and 0.743; the further digits are those of the Python package krippendorff.
it.each<[name: string, voters: readonly string[], alpha: number, digits: number]>([
  ["two voters, two categories", ["0100000010", "1110010000"], 0.09523809523809534, 12],
  ["two voters, five categories", ["aabbdcccedda", "babbbccceddd"], 0.6919642857142858, 12],
  [
    "four voters, missing votes",
    ["123321412...", "1233224125.3", ".3332342251.", "12332441251."],
    0.743421052631579,
    12,
  ],
])("agrees with the published value for %s", (_, voters, alpha, digits) => {
  const things = Array.from(voters[0] ?? "", (__, thing) =>
    voters.map((votes) => votes[thing] ?? ".").filter((vote) => vote !== "."),
  );
  expect(krippendorffAlpha(things)).toBeCloseTo(alpha, digits);
});

it.each([
  [
    "full agreement over two categories",
    [
      ["a", "a"],
      ["b", "b"],
    ],
    1,
  ],
  [
    "all votes the same",
    [
      ["a", "a"],
      ["a", "a"],
    ],
    undefined,
  ],
  ["single votes only", [["a"], ["b"]], undefined],
])("of %s is %j", (_, things, alpha) => {
  expect(krippendorffAlpha(things)).toBe(alpha);
});

it("is negative where voters disagree more than by chance", () => {
  expect(
    krippendorffAlpha([
      ["a", "b"],
      ["b", "a"],
    ]),
  ).toBeLessThan(0);
});
