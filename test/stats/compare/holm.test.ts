import { expect, it } from "vitest";
import { holmAdjusted } from "../../../src/stats/compare/holm.ts";

// statsmodels 0.15.0: multipletests(pValues, method="holm")[1]; R's p.adjust(pValues, "holm")
it.each([
  [
    [0.01, 0.04, 0.03, 0.005],
    [0.03, 0.06, 0.06, 0.02],
  ],
  [
    [0.02, 0.02, 0.02],
    [0.06, 0.06, 0.06],
  ],
  [
    [0.5, 0.9, 0.001, 0.04, 0.0004],
    [1, 1, 0.004, 0.12, 0.002],
  ],
  [
    [0.6, 0.9],
    [1, 1],
  ],
  [[0.04], [0.04]],
])("%j becomes %j", (pValues, adjusted) => {
  holmAdjusted(pValues).forEach((p, index) => expect(p).toBeCloseTo(adjusted[index] ?? -1, 12));
  expect(adjusted).toHaveLength(pValues.length);
});

it("leaves a comparison without a p-value out of the count", () => {
  expect(holmAdjusted([0.01, undefined, 0.04])).toEqual([0.02, undefined, 0.04]);
});
