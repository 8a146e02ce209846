import { expect, it } from "vitest";
import { duration, percent } from "../../../src/reports/words/format.ts";

it.each([
  [0, "0 ms"],
  [999.4, "999 ms"],
  [999.5, "1.0 s"],
  [59_949, "59.9 s"],
  [59_950, "1 min 0 s"],
  [125_400, "2 min 5 s"],
  [179_600, "3 min 0 s"],
  [NaN, "unknown time"],
])("writes %f milliseconds as %j", (ms, text) => {
  expect(duration(ms)).toBe(text);
});

it.each([
  [0, "0 %"],
  [0.0001, "0.1 %"],
  [0.5, "50 %"],
  [0.91666, "91.7 %"],
  [0.9999, "99.9 %"],
  [1, "100 %"],
  [null, "–"],
])("writes a share of %j as %j, and nearly all or nothing never as that", (share, text) => {
  expect(percent(share)).toBe(text);
});
