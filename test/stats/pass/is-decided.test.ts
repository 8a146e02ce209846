import { expect, it } from "vitest";
import type { Counts } from "../../../src/stats/counts.ts";
import { isDecided } from "../../../src/stats/pass/is-decided.ts";

const atLeast =
  (least: number) =>
  ({ passed }: Counts): "passed" | "failed" =>
    passed >= least ? "passed" : "failed";

it.each([
  [0, 0, false],
  [3, 3, true],
  [2, 4, false],
  [0, 3, true],
  [2, 5, true],
  [3, 5, true],
])("3 of 5 after %d of %d is decided: %s", (passed, trials, decided) => {
  expect(isDecided(atLeast(3), { passed, trials }, 5)).toBe(decided);
});

it("sees a verdict in the middle of what can be reached", () => {
  const middling = ({ passed }: Counts): boolean => passed === 2;
  expect(isDecided(middling, { passed: 0, trials: 0 }, 4)).toBe(false);
  expect(isDecided(middling, { passed: 3, trials: 3 }, 4)).toBe(true);
});

it("always is decided after the last trial", () => {
  for (let passed = 0; passed <= 6; passed += 1) {
    expect(isDecided(atLeast(4), { passed, trials: 6 }, 6)).toBe(true);
  }
});

it("is as soon as no rest of the trials can change the verdict, and never before", () => {
  const words = Array.from({ length: 2 ** 8 }, (_, word) => word);
  const passes = (word: number, trials: number): number =>
    Array.from({ length: trials }, (_, bit) => (word >> bit) & 1).reduce(
      (sum, bit) => sum + bit,
      0,
    );
  for (const word of words) {
    for (let trials = 0; trials <= 8; trials += 1) {
      const after = { passed: passes(word, trials), trials };
      const ends = words.filter((end) => (end ^ word) % 2 ** trials === 0);
      const verdicts = new Set(ends.map((end) => passes(end, 8) >= 6));
      expect(isDecided(({ passed }) => passed >= 6, after, 8)).toBe(verdicts.size === 1);
    }
  }
});
