import { expect, it } from "vitest";
import { casePassCurve } from "../../../src/stats/pass/case-pass-curve.ts";
import { wilsonInterval } from "../../../src/stats/intervals/wilson.ts";

it("shows pass^k and pass@k of a case for every k up to its trials", () => {
  const percent = (value: number): number => Math.round(1000 * value) / 10;
  const rows = casePassCurve({ passed: 4, trials: 5 }).map(({ k, passHatK, passAtK }) =>
    [k, passHatK, passAtK].map((cell) =>
      typeof cell === "number"
        ? cell
        : [cell.value, cell.interval?.lower ?? -1, cell.interval?.upper ?? -1]
            .map(percent)
            .join(" "),
    ),
  );
  expect(rows).toMatchInlineSnapshot(`
    [
      [
        1,
        "80 37.6 96.4",
        "80 37.6 96.4",
      ],
      [
        2,
        "60 14.1 92.9",
        "100 61 100",
      ],
      [
        3,
        "40 5.3 89.5",
        "100 75.6 100",
      ],
      [
        4,
        "20 2 86.3",
        "100 84.8 100",
      ],
      [
        5,
        "0 0 83.2",
        "100 90.5 100",
      ],
    ]
  `);
});

it("is Wilson's interval at k = 1", () => {
  const [first] = casePassCurve({ passed: 3, trials: 7 });
  const wilson = wilsonInterval({ passed: 3, trials: 7 });
  expect(first?.passHatK.interval).toEqual(wilson);
  expect(first?.passAtK.interval?.lower).toBeCloseTo(wilson?.lower ?? 0, 12);
});

it("holds each estimate in its interval, within what a chance can be", () => {
  for (const trials of [1, 2, 5, 9]) {
    for (let passed = 0; passed <= trials; passed += 1) {
      const curve = casePassCurve({ passed, trials });
      expect(curve).toHaveLength(trials);
      for (const { value, interval } of curve.flatMap((point) => [point.passHatK, point.passAtK])) {
        expect(interval?.lower).toBeGreaterThanOrEqual(0);
        expect(interval?.lower).toBeLessThanOrEqual(value);
        expect(interval?.upper).toBeGreaterThanOrEqual(value);
        expect(interval?.upper).toBeLessThanOrEqual(1);
      }
    }
  }
});
