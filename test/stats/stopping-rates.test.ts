import { expect, it } from "vitest";
import type { Counts } from "../../src/stats/counts.ts";
import { stoppingRates } from "../../src/stats/stopping-rates.ts";

it("is the geometric distribution for stopping at the first pass", () => {
  const first = ({ passed }: Counts) => (passed > 0 ? "passed" : undefined);
  const { verdicts, expectedTrials } = stoppingRates(first, 5, 0.25);
  expect(verdicts.get("passed")).toBeCloseTo(1 - 0.75 ** 5, 12);
  expect(expectedTrials).toBeCloseTo((1 - 0.75 ** 5) / 0.25, 12);
});

it("leaves out of 1 what is still open at the end", () => {
  const { verdicts, expectedTrials } = stoppingRates(() => undefined, 3, 0.5);
  expect(verdicts.size).toBe(0);
  expect(expectedTrials).toBe(3);
});

it("plays nothing where the rule answers at once", () => {
  const { verdicts, expectedTrials } = stoppingRates(() => "done", 3, 0.5);
  expect(verdicts.get("done")).toBe(1);
  expect(expectedTrials).toBe(0);
});
