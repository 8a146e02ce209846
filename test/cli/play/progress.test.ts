import { expect, it } from "vitest";
import { ProgressLines } from "../../../src/cli/play/progress.ts";
import { check, trial } from "../../reports/results.ts";

const passed = trial({ cost: 0.25 });
const failed = trial({ cost: 0.25, checks: [check("failed", "output", 1, "no")] });
const errored = trial({ cost: 0, error: { kind: "api", message: "429" } });

it("says how far a run is, what it cost, and what is left, whenever a line is due", () => {
  const lines = new ProgressLines(1500, { isPaid: true, everyMs: 30_000 });
  expect(lines.due(29_999)).toBeUndefined();
  expect(lines.due(30_000)).toBe("0 of 1,500 trials · $0 · 30 s");
  for (const one of [passed, failed, errored]) lines.add(one);
  expect(lines.due(59_999)).toBeUndefined();
  expect(lines.due(60_000)).toBe(
    "3 of 1,500 trials, 1 failed, 1 errored · $0.50 · 1 min 0 s, about 8 h 19 min left",
  );
});

it("says of a replay no cost, and of an unknown price not that it is nothing", () => {
  const replayed = new ProgressLines(1, { isPaid: false, everyMs: 0 });
  replayed.add(passed);
  expect(replayed.due(100)).toBe("1 of 1 trial · 0 s");
  const unpriced = new ProgressLines(2, { isPaid: true, everyMs: 0 });
  for (const one of [passed, trial({ cost: null })]) unpriced.add(one);
  expect(unpriced.due(2000)).toBe("2 of 2 trials · cost unknown · 2 s");
});
