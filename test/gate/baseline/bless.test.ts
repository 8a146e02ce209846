import { expect, it } from "vitest";
import { blessedCase } from "../../../src/gate/baseline/baseline.ts";
import { bless, type Blessing } from "../../../src/gate/baseline/bless.ts";
import { baselineOf, kept, played, says, trial } from "../made.ts";

const blessing = (parts: Partial<Blessing> = {}): Blessing => ({
  run: { suite: "shop", model_override: null },
  agents: { Triage: ["a1"] },
  cases: [kept("a", 1, 1)],
  ids: new Set(["a", "b"]),
  today: "2026-02-28",
  ...parts,
});

it("keeps of a case how it went, what it was and what a trial that passed did", () => {
  const judged = trial({ trial: 2, judges: { "gpt-5.4": { calls: 1, usage: null, cost: null } } });
  const result = played("a", "FP", {
    trials: [
      trial({
        trial: 1,
        verdict: "failed",
        models: { Refunds: "o3" },
        turns: [{ user: "Hi!", messages: [says("Refunds", "No.")], agent: "Refunds" }],
      }),
      judged,
    ],
  });
  expect(blessedCase(result, "replay")).toEqual({
    id: "a",
    passed: 1,
    trials: 2,
    failed_trials: [1],
    fingerprint: "text of a",
    models: { Refunds: "o3", Triage: "gpt-5.4" },
    judges: ["gpt-5.4"],
    passing: { trial: 2, path: [{ turn: 1, agent: "Triage", reply: "Hello." }] },
    trajectories: [{ trial: 2, path: expect.stringMatching(/^[0-9a-f]{8}$/) as string }],
  });
});

it.each([
  ["of which a trial broke off", "PEP"],
  ["that was skipped", ""],
])("blesses no case %s", (_, verdicts) => {
  expect(blessedCase(played("a", verdicts), "replay")).toBeUndefined();
});

it("replaces what was played and keeps the rest, but for what is no longer in the case file", () => {
  const before = baselineOf(kept("gone", 1, 1), kept("b", 0, 1), kept("a", 0, 1));
  const { baseline, ...what } = bless(before, blessing({ agents: { Triage: ["a2"] } }));
  expect(baseline.cases).toEqual([kept("a", 1, 1), kept("b", 0, 1)]);
  expect(baseline.agents).toEqual({ Triage: ["a1", "a2"] });
  expect(what).toEqual({
    added: [],
    changed: ["a"],
    unchanged: 0,
    kept: ["b"],
    removed: ["gone"],
  });
});

it("knows only the agents of a run in which all cases were played", () => {
  const before = baselineOf(kept("a", 1, 1));
  const { baseline } = bless(before, blessing({ agents: { Sales: ["s"] } }));
  expect(baseline.agents).toEqual({ Sales: ["s"] });
});

it("has the day of the last blessing that changed it", () => {
  const before = baselineOf(kept("a", 1, 1));
  expect(bless(before, blessing()).baseline.blessed_at).toBe("2026-01-31");
  const { baseline } = bless(before, blessing({ cases: [kept("a", 1, 2)] }));
  expect(baseline.blessed_at).toBe("2026-02-28");
  expect(bless(undefined, blessing())).toMatchObject({
    baseline: { blessed_at: "2026-02-28" },
    added: ["a"],
  });
});

it("lists cases in the order of their ids, so that a moved line is no change", () => {
  const cases = [kept("b", 1, 1), kept("B", 1, 1), kept("a", 1, 1)];
  const ids = bless(undefined, blessing({ cases })).baseline.cases.map(({ id }) => id);
  expect(ids).toEqual(["B", "a", "b"]);
});

it("refuses to keep cases that were played with another model, and names it", () => {
  const before = baselineOf(kept("a", 1, 1), kept("b", 1, 1));
  const run = { suite: "shop", model_override: "gpt-5.4-mini" };
  expect(() => bless(before, blessing({ run }))).toThrowErrorMatchingInlineSnapshot(
    `[BaselineError: This run played only some cases, and the rest cannot be kept from the baseline before, which differs in the model of all agents: none then, gpt-5.4-mini now. Bless a run of all cases.]`,
  );
  const all = [kept("a", 1, 1), kept("b", 1, 1)];
  expect(bless(before, blessing({ run, cases: all })).baseline.model_override).toBe("gpt-5.4-mini");
});
