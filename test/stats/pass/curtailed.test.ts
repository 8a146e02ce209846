import { expect, it } from "vitest";
import type { Counts } from "../../../src/stats/counts.ts";
import { curtailed } from "../../../src/stats/pass/curtailed.ts";

const atLeast =
  (least: number) =>
  ({ passed }: Counts): "passed" | "failed" =>
    passed >= least ? "passed" : "failed";

it.each([
  [0, 0, false, undefined],
  [3, 3, true, "passed"],
  [2, 4, false, undefined],
  [0, 3, true, "failed"],
  [2, 5, true, "failed"],
  [3, 5, true, "passed"],
])("3 of 5 after %d of %d is decided: %s %s", (passed, trials, decided, verdict) => {
  const result = curtailed(atLeast(3), { passed, trials }, 5);
  expect(result).toEqual(decided ? { decided, verdict } : { decided });
});

it("sees a verdict in the middle of what can be reached", () => {
  const middling = ({ passed }: Counts): boolean => passed === 2;
  expect(curtailed(middling, { passed: 0, trials: 0 }, 4)).toEqual({ decided: false });
  expect(curtailed(middling, { passed: 3, trials: 3 }, 4)).toEqual({
    decided: true,
    verdict: false,
  });
});

it("always is decided after the last trial", () => {
  for (let passed = 0; passed <= 6; passed += 1) {
    expect(curtailed(atLeast(4), { passed, trials: 6 }, 6).decided).toBe(true);
  }
});

it("gives the verdict of the full number of trials, as soon as no rest of them can change it", () => {
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
      const [verdict] = verdicts;
      expect(curtailed(({ passed }) => passed >= 6, after, 8)).toEqual(
        verdicts.size === 1 ? { decided: true, verdict } : { decided: false },
      );
    }
  }
});
