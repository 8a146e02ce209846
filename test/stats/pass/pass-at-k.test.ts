import { expect, it } from "vitest";
import { passAtK } from "../../../src/stats/pass/pass-at-k.ts";

// Python: 1 - Fraction(comb(trials - passed, k), comb(trials, k))
it.each([
  [1, 2, 2, 1],
  [3, 5, 2, 0.9],
  [5, 10, 3, 0.9166666666666666],
  [7, 10, 5, 1],
  [2500, 5000, 10, 0.9990322037162351],
  [3, 3000, 2000, 0.9630370452592492],
  [1, 4000, 1, 0.00025],
  [0, 5, 3, 0],
])("%d of %d passed gives pass@%d = %d", (passed, trials, k, expected) => {
  expect(passAtK({ passed, trials }, k)).toBeCloseTo(expected, 13);
});

it("keeps the digits of a small value", () => {
  expect(passAtK({ passed: 1, trials: 1e9 }, 2)).toBe(2e-9);
});

it("is the pass rate at k = 1, rises with k and reaches 1 where each draw must hold a pass", () => {
  for (let passed = 1; passed <= 12; passed += 1) {
    const values = Array.from(
      { length: 12 },
      (_, k) => passAtK({ passed, trials: 12 }, k + 1) ?? -1,
    );
    expect(values[0]).toBeCloseTo(passed / 12, 14);
    values.slice(1).forEach((value, k) => expect(value).toBeGreaterThanOrEqual(values[k] ?? 2));
    expect(values[12 - passed] ?? 0).toBe(1);
  }
});
