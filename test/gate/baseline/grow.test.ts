import { expect, it } from "vitest";
import { sampledCounts, withRun } from "../../../src/gate/baseline/added-runs.ts";
import type { Baseline, BaselineCase } from "../../../src/gate/baseline/baseline.ts";
import { grow } from "../../../src/gate/baseline/grow.ts";
import { baselineOf as made, kept } from "../made.ts";

const baselineOf = (...cases: readonly BaselineCase[]): Baseline => ({
  ...made(...cases),
  blessed_at: "2026-11-01",
});

const live = (id: string, passed: number, trials: number): BaselineCase => ({
  ...kept(id, passed, trials),
  live: true,
});

function grown(
  before: Baseline | undefined,
  cases: readonly BaselineCase[],
  agents: Baseline["agents"] = { Triage: ["a1"] },
) {
  return grow(before, {
    run: { suite: "shop", model_override: null },
    agents,
    cases,
    ids: new Set(["a", "b"]),
    today: "2026-11-30",
  });
}

const trialsOf = ({ baseline }: { readonly baseline: Baseline }) =>
  Object.fromEntries(baseline.cases.map((one) => [one.id, sampledCounts(one).trials]));

it("adds up what runs of one case came to, and keeps what was blessed as it is", () => {
  const before = { ...baselineOf(live("a", 1, 2)), agents: { Triage: ["a1"] } };
  const [first] = grown(before, [live("a", 2, 2)]).baseline.cases;
  expect(first).toMatchObject({ passed: 1, trials: 2 });
  expect(first && sampledCounts(first)).toEqual({ passed: 3, trials: 4 });
});

it("does not count trials that were replayed, as recordings are made until they pass", () => {
  const before = { ...baselineOf(kept("a", 1, 1)), agents: { Triage: ["a1"] } };
  expect(trialsOf(grown(before, [live("a", 2, 2)]))).toEqual({ a: 2 });
});

it.each<[what: string, change: Partial<BaselineCase>]>([
  ["its text", { fingerprint: "another" }],
  ["the model of an agent", { models: { Triage: "o3" } }],
  ["its judge", { judges: ["o3"] }],
  ["a check of one's own", { checks: { brevity: "c2" } }],
])("begins a case anew where %s has changed", (_, change) => {
  const then = { ...live("a", 1, 2), judges: ["gpt-5.4"], checks: { brevity: "c1" } };
  const before = { ...baselineOf(then), agents: { Triage: ["a1"] } };
  const { begun, baseline } = grown(before, [{ ...then, ...change }]);
  expect(begun.map(({ id }) => id)).toEqual(["a"]);
  expect(baseline.cases[0]).toMatchObject({ ...change, added: [{ trials: 2 }] });
});

it("begins anew the cases of an agent that has changed, also those that this run did not finish", () => {
  const refunds = { models: { Triage: "gpt-5.4", Refunds: "gpt-5.4" } };
  const before = {
    ...baselineOf(live("a", 9, 9), { ...live("b", 9, 9), ...refunds }),
    agents: { Triage: ["a1"], Refunds: ["r1"] },
  };
  const once = grown(before, [live("a", 2, 2)], { Triage: ["a1"], Refunds: ["r2"] });
  expect(once.agents).toEqual(["Refunds"]);
  expect(once.baseline.agents).toEqual({ Triage: ["a1"], Refunds: ["r2"] });
  const twice = grown(once.baseline, [live("a", 2, 2), { ...live("b", 2, 2), ...refunds }], {
    Triage: ["a1"],
    Refunds: ["r2"],
  });
  expect(trialsOf(twice)).toEqual({ a: 13, b: 2 });
});

it("keeps the forms of agents that a run did not meet: models do not go everywhere each night", () => {
  const before = { ...baselineOf(live("a", 1, 2)), agents: { Triage: ["a1", "a2"], Sales: ["s"] } };
  const { baseline } = grown(before, [live("a", 2, 2)], { Triage: ["a2"] });
  expect(baseline.agents).toEqual({ Triage: ["a1", "a2"], Sales: ["s"] });
});

it("forgets what is older than three months, and what is not needed for sixty trials", () => {
  const two = { passed: 2, trials: 2 };
  const month = (name: string, trials: number) => ({ month: name, passed: trials, trials });
  const months = (added: ReturnType<typeof withRun>) => added.map((one) => one.month);
  const old = [month("2026-08", 20), month("2026-09", 20), month("2026-10", 20)];
  expect(months(withRun(old, two, "2026-11-30"))).toEqual(["2026-09", "2026-10", "2026-11"]);
  expect(months(withRun([month("2025-12", 20)], two, "2026-02-01"))).toEqual([
    "2025-12",
    "2026-02",
  ]);
  expect(months(withRun([month("2026-10", 20), month("2026-11", 58)], two, "2026-11-30"))).toEqual([
    "2026-11",
  ]);
  expect(withRun([month("2026-11", 58)], { passed: 0, trials: 2 }, "2026-11-30")).toEqual([
    { month: "2026-11", passed: 58, trials: 60 },
  ]);
});
