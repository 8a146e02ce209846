import { describe, expect, it } from "vitest";
import type { BaselineCase } from "../../src/gate/baseline/baseline.ts";
import { Gate, type GateOptions } from "../../src/gate/gate.ts";
import type { GateResult } from "../../src/results/gate-result.ts";
import type { CaseResult, TrafficMode } from "../../src/results/result.ts";
import { baselineOf, kept, played, says, trial } from "./made.ts";

interface Setting {
  readonly traffic?: TrafficMode;
  readonly alpha?: number;
  readonly agents?: Readonly<Record<string, readonly string[]>>;
}

function gate(
  baseline: readonly BaselineCase[],
  now: readonly CaseResult[],
  { traffic = "replay", alpha = 0.05, agents = { Triage: ["a1"] } }: Setting = {},
): GateResult {
  const ids = new Set(now.map(({ id }) => id));
  const options: GateOptions = {
    baseline: baselineOf(...baseline),
    file: "reports/shop.baseline.json",
    traffic,
    alpha,
    ids,
  };
  const made = new Gate(options);
  for (const result of now) made.add(result);
  return made.end(agents);
}

const statuses = ({ cases }: GateResult) =>
  Object.fromEntries(cases.map(({ id, status }) => [id, status]));

describe("in a replay", () => {
  it.each<[sentence: string, then: BaselineCase, now: string, status: string]>([
    ["a trial that passed and now fails has", kept("a", 1, 1), "F", "regressed"],
    ["one trial of many that passed and now fails has", kept("a", 3, 3), "PPF", "regressed"],
    ["a flip the other way beside it", kept("a", 1, 2), "FP", "regressed"],
    ["a trial that failed and now passes has", kept("a", 1, 2), "PP", "improved"],
    ["trials that fail as before", kept("a", 1, 2), "PF", "flaky"],
    ["all trials that fail as before", kept("a", 0, 2), "FF", "still_failing"],
    ["a further trial that fails, which the baseline never had", kept("a", 1, 1), "PF", "flaky"],
    ["fewer trials, all of which pass", kept("a", 2, 2), "P", "unchanged"],
    ["only trials that broke off", kept("a", 1, 1), "E", "errored"],
  ])("a case: %s", (_, then, now, status) => {
    const result = gate([then], [played("a", now)]);
    expect(statuses(result)).toEqual(status === "unchanged" ? {} : { a: status });
    expect(result.counts).toMatchObject({ [status]: 1 });
    const verdict = { regressed: "regressed", errored: "inconclusive" }[status] ?? "passed";
    expect(result.verdict).toBe(verdict);
  });

  it("is inconclusive where a trial broke off, though the others of its case pass as before", () => {
    const result = gate([kept("a", 3, 3), kept("b", 1, 1)], [played("a", "PEE"), played("b", "P")]);
    expect(result).toMatchObject({
      verdict: "inconclusive",
      counts: { unchanged: 2 },
      broke_off: { trials: 2, cases: 1 },
    });
  });

  it("makes no test and says of no level what it could have shown", () => {
    expect(gate([kept("a", 1, 1)], [played("a", "F")])).toMatchObject({
      rule: "replay",
      suite: null,
      smallest_drop: null,
      cases: [{ p_value: null }],
    });
  });
});

describe("of sampled trials", () => {
  const live = { traffic: "live" } as const;

  it.each<[sentence: string, then: BaselineCase, now: string, status: string]>([
    ["always passed and always fails", kept("a", 5, 5), "FFFFF", "regressed"],
    ["passed its one trial and fails its one trial", kept("a", 1, 1), "F", "flaky"],
    ["fails in one trial more", kept("a", 3, 3), "PPF", "flaky"],
    ["fails so often that the test shows it", kept("a", 30, 30), "PFFFFFFP", "regressed"],
    ["fails too seldom for the test to show it", kept("a", 8, 8), "PPPPPFFF", "flaky"],
    ["always failed and always passes", kept("a", 0, 5), "PPPPP", "improved"],
    ["passes so often that the test shows it", kept("a", 1, 8), "PPPPPPPP", "improved"],
    ["still fails always", kept("a", 0, 3), "FFF", "still_failing"],
    ["passed seldom and now never", kept("a", 1, 3), "FFF", "flaky"],
    ["passed mostly and now always", kept("a", 2, 3), "PPP", "flaky"],
    ["passes as always", kept("a", 3, 3), "PPP", "unchanged"],
    ["fails but for trials that broke off", kept("a", 60, 60), "FFEE", "regressed"],
    [
      "fails, as the trials that were added never did",
      { ...kept("a", 1, 1), added: [{ month: "2026-10", passed: 40, trials: 40 }] },
      "FFF",
      "regressed",
    ],
  ])("a case that %s", (_, then, now, status) => {
    const result = gate([then], [played("a", now)], live);
    expect(result.counts).toMatchObject({ [status]: 1 });
    expect(result.rule).toBe("sampled");
  });

  it("asks more of each case the more cases there are", () => {
    const then = Array.from({ length: 20 }, (_, index) => kept(`c${index}`, 6, 6));
    const alone = gate(then.slice(0, 1), [played("c0", "PFFFFF")], live);
    expect(alone.cases[0]).toMatchObject({
      status: "regressed",
      p_value: expect.closeTo(0.0076, 4),
    });
    const now = then.map(({ id }, index) => played(id, index === 0 ? "PFFFFF" : "PPPPPP"));
    const among = gate(then, now, live);
    expect(among.cases[0]).toMatchObject({ status: "flaky", p_value: expect.closeTo(0.15, 2) });
    expect(alone.smallest_drop?.now).toEqual({ passed: 1, trials: 6 });
    // 6/6 → 0/6 has a p-value of 1/924, and 0.01/20 is less.
    expect(among.smallest_drop).toMatchObject({ now: null, baseline_needed: 8 });
  });

  it("says the smallest drop that it shows for the numbers of trials that most cases had", () => {
    const then = [kept("a", 6, 6), kept("b", 5, 5), kept("c", 5, 5)];
    const now = [played("a", "PPPPPP"), played("b", "PPPPP"), played("c", "PPPPP")];
    expect(gate(then, now, { ...live, alpha: 0.1 }).smallest_drop).toMatchObject({
      baseline: { passed: 5, trials: 5 },
      now: { passed: 0, trials: 5 },
    });
  });

  it("finds a drop of the suite as a whole that no case shows", () => {
    const then = Array.from({ length: 30 }, (_, index) => kept(`c${index}`, 3, 3));
    const now = then.map(({ id }, index) => played(id, index < 10 ? "PPF" : "PPP"));
    const result = gate(then, now, live);
    expect(result.counts).toMatchObject({ regressed: 0, flaky: 10 });
    expect(result.suite).toMatchObject({
      verdict: "worse",
      cases: 30,
      baseline_rate: 1,
      rate: expect.closeTo(1 - 10 / 90),
      test: "mantel-haenszel",
      // All ten failures are those of 90 trials now, and none of as many then.
      p_value: expect.closeTo(1 / 2 ** 10, 10),
    });
    expect(result.verdict).toBe("regressed");
  });

  it("holds to the level that it is given", () => {
    const then = Array.from({ length: 12 }, (_, index) => kept(`c${index}`, 2, 2));
    const now = then.map(({ id }, index) => played(id, index < 6 ? "PF" : "PP"));
    expect(gate(then, now, { ...live, alpha: 0.05 }).suite?.verdict).toBe("worse");
    expect(gate(then, now, { ...live, alpha: 0.01 }).suite?.verdict).toBe("no difference shown");
  });
});

describe("like with like", () => {
  it("compares no case that says something else, is judged by another, or whose agent asks another model", () => {
    const then = [
      kept("text", 1, 1),
      kept("model", 1, 1),
      { ...kept("judge", 1, 1), judges: ["o3"] },
    ];
    const failing = (parts: Parameters<typeof trial>[0]) => [
      trial({ verdict: "failed", ...parts }),
    ];
    const result = gate(then, [
      played("text", "F", { fingerprint: "another" }),
      played("model", "F", { trials: failing({ models: { Triage: "o3" } }) }),
      played("judge", "F", {
        trials: failing({ judges: { "gpt-5.4": { calls: 1, usage: null, cost: null } } }),
      }),
    ]);
    expect(result.cases.map(({ id, status, reason }) => ({ id, status, reason }))).toEqual([
      { id: "text", status: "changed", reason: "its text" },
      { id: "model", status: "changed", reason: "the model of Triage, gpt-5.4 → o3" },
      { id: "judge", status: "changed", reason: "its judge, o3 → gpt-5.4" },
    ]);
    expect(result.verdict).toBe("passed");
  });

  it("compares a case whose failing reply there was nothing of to judge", () => {
    const then = { ...kept("a", 1, 1), judges: ["o3"] };
    expect(statuses(gate([then], [played("a", "F")]))).toEqual({ a: "regressed" });
  });

  it("compares a case that is led to other agents with other models: that is what went wrong", () => {
    const then = { ...kept("a", 1, 1), models: { Triage: "gpt-5.4", Refunds: "o3" } };
    expect(statuses(gate([then], [played("a", "F")]))).toEqual({ a: "regressed" });
  });

  it("names cases that are new, removed, or were not played", () => {
    const options = {
      baseline: baselineOf(kept("gone", 1, 1), kept("left-out", 1, 1), kept("a", 1, 1)),
      file: "b.json",
      traffic: "replay",
      alpha: 0.05,
      ids: new Set(["a", "b", "left-out"]),
    } as const;
    const made = new Gate(options);
    for (const result of [played("a", "P"), played("b", "F"), played("left-out", "")])
      made.add(result);
    const result = made.end({});
    expect(statuses(result)).toEqual({ b: "new", gone: "removed", "left-out": "not_played" });
    expect(result.verdict).toBe("passed");
  });

  it("names agents that were changed, came or went; not one that is made anew each time", () => {
    const then = baselineOf(kept("a", 1, 1));
    const agents = { Triage: ["a1", "a2"], Refunds: ["r"], Clock: [], Sales: ["s"] };
    const made = new Gate({
      baseline: { ...then, agents },
      file: "b.json",
      traffic: "replay",
      alpha: 0.05,
      ids: new Set(["a"]),
    });
    made.add(played("a", "P"));
    expect(made.end({ Triage: ["a2"] }).agents.gone).toEqual(["Refunds", "Clock", "Sales"]);
    expect(
      made.end({ Triage: ["a2"], Refunds: ["r2"], Clock: ["c"], Billing: ["b"] }).agents,
    ).toEqual({
      changed: ["Refunds"],
      new: ["Billing"],
      gone: ["Sales"],
    });
  });

  it("calls no agent gone that a case which was not played may come to", () => {
    const then = { ...baselineOf(kept("a", 1, 1), kept("b", 1, 1)), agents: { Sales: ["s"] } };
    const part = new Gate({
      baseline: then,
      file: "b.json",
      traffic: "replay",
      alpha: 0.05,
      ids: new Set(["a", "b"]),
    });
    part.add(played("a", "P"));
    expect(part.end({}).agents.gone).toEqual([]);
  });
});

it("shows for a regression which check failed and where the trajectories part", () => {
  const failing = trial({
    verdict: "failed",
    checks: [
      { check: "output", turn: 1, verdict: "passed", reason: "said so" },
      { check: "final_agent", turn: null, verdict: "failed", reason: "expected B, got A\nmore" },
    ],
    turns: [{ user: "Hi!", messages: [says("Triage", "Goodbye.")], agent: "Triage" }],
  });
  const { cases } = gate([kept("a", 1, 1)], [played("a", "F", { line: 7, trials: [failing] })]);
  expect(cases).toMatchObject([
    {
      id: "a",
      line: 7,
      baseline: { passed: 1, trials: 1 },
      now: { passed: 0, trials: 1 },
      reason: "final_agent: expected B, got A\nmore",
      divergence: { differs: "wording", step: 1, turn: 1, baseline_trial: 1, trial: 1 },
    },
  ]);
});

it("shows a trial that failed, where the baseline had none of that number", () => {
  const then = { ...kept("a", 3, 3), passing: { trial: 1, path: [] } };
  const { cases } = gate([then], [played("a", "PPPFFFFFFFFFFFF")], {
    traffic: "live",
    alpha: 0.2,
  });
  expect(cases[0]).toMatchObject({ status: "regressed", divergence: { trial: 4 } });
});

it("shows of a replay the very trial that flipped", () => {
  const then = { ...kept("a", 2, 3), failed_trials: [1] };
  const { cases } = gate([then], [played("a", "FFP")]);
  expect(cases[0]).toMatchObject({ status: "regressed", divergence: null });
  const other = { ...then, passing: { trial: 2, path: [] } };
  expect(gate([other], [played("a", "FFP")]).cases[0]?.divergence).toMatchObject({ trial: 2 });
});
