import { expect, it } from "vitest";
import { mcnemarExact } from "../../../src/stats/compare/exact-tests.ts";
import { mantelHaenszelExact } from "../../../src/stats/compare/mantel-haenszel.ts";

type Row = readonly [passedThen: number, of: number, passedNow: number, of: number];

const cases = (rows: readonly Row[]) =>
  rows.map(([passed, trials, now, of]) => ({
    baseline: { passed, trials },
    candidate: { passed: now, trials: of },
  }));

// R 4.2: mantelhaen.test(x, exact = TRUE, alternative = …)$p.value
it.each<[of: string, rows: Row[], less: number, greater: number]>([
  [
    // The example of R's help, from Mantel 1963: cured with and without a delay, by dose.
    "rabbits with penicillin",
    [
      [0, 5, 0, 6],
      [0, 6, 3, 6],
      [2, 6, 6, 6],
      [6, 6, 5, 6],
      [5, 5, 2, 2],
    ],
    0.9986225895316815,
    0.019972451790633627,
  ],
  [
    "thirty trials then and two now",
    [
      [30, 30, 2, 2],
      [28, 30, 1, 2],
      [25, 30, 1, 2],
      [30, 30, 2, 2],
      [15, 30, 0, 2],
    ],
    0.0288647876429752,
    0.9978797356610428,
  ],
  [
    "five trials each",
    [
      [5, 5, 3, 5],
      [4, 5, 3, 5],
      [3, 5, 3, 5],
      [5, 5, 4, 5],
      [2, 5, 2, 5],
      [1, 5, 0, 5],
    ],
    0.116492661879567,
    0.964193856554968,
  ],
])("gives what R gives for %s", (_, rows, less, greater) => {
  const test = mantelHaenszelExact(cases(rows));
  expect(test?.less).toBeCloseTo(less, 12);
  expect(test?.greater).toBeCloseTo(greater, 12);
});

it("is McNemar's test, one-sided, where each case has one trial", () => {
  const flips: Row[] = [
    ...Array.from({ length: 9 }, (): Row => [1, 1, 0, 1]),
    ...Array.from({ length: 2 }, (): Row => [0, 1, 1, 1]),
    [1, 1, 1, 1],
    [0, 1, 0, 1],
  ];
  expect(mantelHaenszelExact(cases(flips))?.less).toBeCloseTo(mcnemarExact(2, 9).pLess, 12);
});

it("leaves out cases without trials on a side, and says nothing without any other", () => {
  const rows: Row[] = [[5, 5, 1, 5]];
  expect(mantelHaenszelExact(cases([...rows, [3, 3, 0, 0]]))).toEqual(
    mantelHaenszelExact(cases(rows)),
  );
  expect(mantelHaenszelExact(cases([[0, 0, 1, 1]]))).toBeUndefined();
});

it("stays a chance for thousands of cases", () => {
  const rows = Array.from({ length: 5000 }, (_, index): Row => [30 - (index % 4), 30, 2, 2]);
  const test = mantelHaenszelExact(cases(rows));
  expect(test?.greater).toBeLessThan(1e-9);
  expect(test?.less).toBeCloseTo(1, 12);
  const same = mantelHaenszelExact(cases(rows.map(([, , now]) => [30, 30, now, 2])));
  expect(same).toEqual({ less: 1, greater: 1 });
});

it("refuses counts that cannot be", () => {
  expect(() => mantelHaenszelExact(cases([[6, 5, 1, 5]]))).toThrow(
    "cases[0].baseline.passed must not exceed cases[0].baseline.trials, but 6 > 5.",
  );
});
