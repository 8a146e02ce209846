import { describe, expect, it } from "vitest";
import { gateText } from "../../../src/reports/gate/gate.ts";
import { divergenceLines } from "../../../src/reports/gate/divergence.ts";
import { plain } from "../../../src/reports/words/paint.ts";
import { width } from "../../../src/reports/words/wrap.ts";
import type {
  GateCase,
  GateResult,
  Divergence,
  PathStep,
} from "../../../src/results/gate-result.ts";
import { WORSE } from "../airline.ts";

const COUNTS = {
  regressed: 0,
  improved: 0,
  flaky: 0,
  still_failing: 0,
  unchanged: 0,
  changed: 0,
  new: 0,
  removed: 0,
  not_played: 0,
  errored: 0,
};

function gate(cases: readonly Partial<GateCase>[], parts: Partial<GateResult> = {}): GateResult {
  const counts = { ...COUNTS, unchanged: 30 };
  for (const { status = "regressed" } of cases) counts[status]++;
  return {
    baseline: "reports/shop.baseline.json",
    blessed_at: "2026-01-31",
    verdict: counts.regressed > 0 ? "regressed" : "passed",
    rule: "sampled",
    alpha: 0.05,
    agents: { changed: [], new: [], gone: [] },
    counts,
    cases: cases.map((one, index) => ({
      id: `case-${index}`,
      line: index,
      status: "regressed",
      baseline: { passed: 5, trials: 5 },
      now: { passed: 0, trials: 5 },
      p_value: 0.0004,
      reason: null,
      divergence: null,
      ...one,
    })),
    suite: null,
    smallest_drop: null,
    ...parts,
  };
}

const text = (result: GateResult, columns = 100): string =>
  gateText(result, { paint: plain, columns });

it("names what is not compared and why, and lists no more than can be read", () => {
  const many = Array.from({ length: 25 }, (_, index) => ({
    id: `f${index}`,
    status: "flaky" as const,
  }));
  const result = gate([
    ...many,
    { status: "changed", reason: "its text; the model of Sales, o3 → gpt-5.4" },
    { status: "errored", now: null },
    { status: "not_played", now: null },
    { id: "evil\u001b[2J\nid", status: "new", baseline: null },
  ]);
  expect(text(result)).toMatchInlineSnapshot(`
    "Against the baseline reports/shop.baseline.json of 2026-01-31: 1 case broke off, so nothing can be said of it; nothing else got worse
      25 flaky, 30 unchanged · not compared: 1 changed, 1 new, 1 not played, 1 errored

    flaky          f0 5/5 → 0/5, f1 5/5 → 0/5, f2 5/5 → 0/5, f3 5/5 → 0/5, f4 5/5 → 0/5, f5 5/5 → 0/5,
                   f6 5/5 → 0/5, f7 5/5 → 0/5, f8 5/5 → 0/5, f9 5/5 → 0/5, f10 5/5 → 0/5, f11 5/5 → 0/5,
                   f12 5/5 → 0/5, f13 5/5 → 0/5, f14 5/5 → 0/5, f15 5/5 → 0/5, f16 5/5 → 0/5,
                   f17 5/5 → 0/5, f18 5/5 → 0/5, f19 5/5 → 0/5, … and 5 more
    changed        case-25 5/5 → 0/5 (its text; the model of Sales, o3 → gpt-5.4)
    new            evil\\u001b[2J ⏎ id 0/5
    not played     case-27
    errored        case-26
    What changed is compared again after the next --bless. To see models side by side: compare."
  `);
});

it("says once why several cases are not compared, and which of them do worse", () => {
  const passed = { passed: 5, trials: 5 };
  const model = "the model of Sales, o3 → gpt-5.4";
  const result = gate([
    { id: "a", status: "changed", reason: model, now: passed },
    { id: "b", status: "changed", reason: "its text", now: passed },
    { id: "c", status: "changed", reason: model },
  ]);
  expect(text(result).split("\n\n")[1]).toMatchInlineSnapshot(`
    "changed        a, c 5/5 → 0/5 (the model of Sales, o3 → gpt-5.4)
                   b (its text)
    What changed is compared again after the next --bless. To see models side by side: compare."
  `);
});

it("explains twenty ways to regress, and says how many regressions more there are", () => {
  const said = text(gate(Array.from({ length: 23 }, (_, index) => ({ reason: `way ${index}` }))));
  expect(said.match(/^REGRESSED/gm)).toHaveLength(20);
  expect(said).toContain("… and 3 more regressions, in the result file.");
});

it("tells once what goes wrong in the same way in several cases", () => {
  const reason = "agent in turn 1: expected Refunds, got Triage";
  const cases = [{ reason }, { reason: "another" }, { reason, p_value: 0.2 }, { reason }];
  expect(text(gate(cases, { rule: "replay" }))).toMatchInlineSnapshot(`
    "Against the baseline reports/shop.baseline.json of 2026-01-31: 4 regressions
      4 regressed, 30 unchanged

    REGRESSED case-0 5/5 → 0/5 (p < 0.001)
      agent in turn 1: expected Refunds, got Triage
      The agents did the same as in the baseline, as far as it keeps that.
      The same in case-2 5/5 → 0/5, case-3 5/5 → 0/5

    REGRESSED case-1 5/5 → 0/5 (p < 0.001)
      another
      The agents did the same as in the baseline, as far as it keeps that."
  `);
});

it.each([
  [
    "nothing could be compared",
    gate([{ status: "changed" }], { counts: { ...COUNTS, changed: 1 } }),
  ],
  ["the suite as a whole got worse", gate([], { verdict: "regressed" })],
  ["2 regressions", gate([{}, {}])],
  ["no regression", gate([])],
  [
    "2 trials of 1 case broke off, so nothing can be said of them; nothing else got worse",
    gate([], { verdict: "inconclusive", broke_off: { trials: 2, cases: 1 } }),
  ],
  [
    "1 regression; 1 trial of 1 case broke off, so nothing can be said of it",
    gate([{}], { broke_off: { trials: 1, cases: 1 } }),
  ],
])("comes to %s", (answer, result) => {
  expect(text(result).split("\n")[0]).toBe(
    `Against the baseline reports/shop.baseline.json of 2026-01-31: ${answer}`,
  );
});

describe("what the tests could show", () => {
  const LEVELS = { cases: 0.01, suite: 0.04 };
  const thirty = { passed: 30, trials: 30 };

  it("is said of the suite and of a single case", () => {
    const sampled = {
      suite: WORSE,
      levels: LEVELS,
      smallest_drop: { baseline: thirty, now: { passed: 17, trials: 30 }, baseline_needed: 4 },
      broken_case: { from: 0.95, to: 0.3, named: 0.861 },
    };
    expect(text(gate([], { ...sampled, verdict: "regressed" }))).toMatchInlineSnapshot(`
        "Against the baseline reports/shop.baseline.json of 2026-01-31: the suite as a whole got worse
          30 unchanged

        The suite as a whole: 95 % → 80 % over 40 cases, a difference of −15 % (92 % interval −24 % to −6
        %), p < 0.001: the suite got worse.
        A drop of 12 % would have been shown with a chance of 80 %.
        At the level of 0.01 for 30 cases, one that passed 30/30 has regressed at 17/30 or less.
        One that falls from 95 % to 30 % is named with a chance of 86.1 %."
      `);
  });

  it.each([
    [4, "That takes a baseline of 4 trials: --bless --add adds those of every run."],
    [
      null,
      "That takes more trials now: with --traffic live and no --trials, a case that looks broken is played on.",
    ],
  ])("is nothing of a single case where its baseline is too thin", (baseline_needed, remedy) => {
    const smallest_drop = { baseline: { passed: 1, trials: 1 }, now: null, baseline_needed };
    expect(text(gate([], { suite: WORSE, levels: LEVELS, smallest_drop }), 1000)).toContain(
      `At the level of 0.01 for 30 cases, no single case can be shown to have regressed with 1 trial of each in the baseline. ${remedy}`,
    );
  });

  it("is told of results before the level was shared", () => {
    const drop = { baseline: { passed: 5, trials: 5 }, now: { passed: 1, trials: 5 } };
    expect(text(gate([], { suite: WORSE, smallest_drop: drop }), 1000)).toContain(
      "At the level of 0.05 for 30 cases, one that passed 5/5 has regressed at 1/5 or less.",
    );
  });

  it("is said where no difference was shown", () => {
    const same = { ...WORSE, verdict: "no difference shown", p_value: 0.4 } as const;
    expect(text(gate([], { suite: same }))).toContain(": no\ndifference shown.");
  });

  it("is not spoken of in a replay, which leaves nothing to chance", () => {
    expect(text(gate([], { rule: "replay" }))).toMatchInlineSnapshot(`
      "Against the baseline reports/shop.baseline.json of 2026-01-31: no regression
        30 unchanged"
    `);
  });
});

describe("where trajectories part", () => {
  const handoff: PathStep = { turn: 2, agent: "상담원", handoff: "환불 담당" };
  const reply: PathStep = {
    turn: 2,
    agent: "상담원",
    reply: "죄송합니다. 환불은 도와드릴 수 없습니다. ".repeat(5),
  };
  const divergence: Divergence = {
    differs: "step",
    step: 4,
    turn: 2,
    tool_answer_differs_at: null,
    baseline_trial: 1,
    trial: 3,
    rows: [
      {
        step: 3,
        baseline: { turn: 1, agent: "상담원", call: "find", arguments: { id: "\u0007" } },
        now: { turn: 1, agent: "상담원", call: "find", arguments: { id: "\u0007" } },
      },
      { step: 4, baseline: handoff, now: reply },
      { step: 5, baseline: reply, now: null },
    ],
  };

  it("stands side by side, in columns also where letters are wide", () => {
    expect(divergenceLines(divergence, { paint: plain, columns: 90 }).join("\n"))
      .toMatchInlineSnapshot(`
        "The trajectories diverge at step 4, in turn 2:
             baseline, trial 1                         now, trial 3
          3  상담원 calls find({"id":"\\u0007"})        상담원 calls find({"id":"\\u0007"})
        ▸ 4  상담원 → 환불 담당                        상담원: 죄송합니다. 환불은 도와드릴 수
                                                       없습니다. 죄송합니다. 환불은 도와드릴 수
                                                       없습니다. 죄송합니다. 환불은 도와드릴 수
                                                       …
          5  상담원: 죄송합니다. 환불은 도와드릴 수    –
             없습니다. 죄송합니다. 환불은 도와드릴 수
             없습니다. 죄송합니다. 환불은 도와드릴 수
             …"
      `);
  });

  it("shows what tools answered where that is not the same", () => {
    const checked = (fare: string): PathStep => ({
      turn: 1,
      agent: "Sales",
      call: "checkFare",
      arguments: { booking: "Q7" },
      result: fare,
    });
    const rows = [
      { step: 2, baseline: checked("flex"), now: checked("basic") },
      { step: 5, baseline: checked("flex"), now: checked("flex") },
      { step: 6, baseline: handoff, now: { turn: 1, agent: "Sales", reply: "No." } },
    ];
    const lines = { ...divergence, step: 6, tool_answer_differs_at: 2, rows };
    expect(divergenceLines(lines, { paint: plain, columns: 100 }).join("\n"))
      .toMatchInlineSnapshot(`
        "The trajectories diverge at step 6, in turn 2; a tool had given another answer at step 2:
             baseline, trial 1                              now, trial 3
        ▹ 2  Sales calls checkFare({"booking":"Q7"}) =      Sales calls checkFare({"booking":"Q7"}) =
             flex                                           basic
          5  Sales calls checkFare({"booking":"Q7"})        Sales calls checkFare({"booking":"Q7"})
        ▸ 6  상담원 → 환불 담당                             Sales: No."
      `);
    const alone = { ...lines, differs: "result" as const, step: 2, tool_answer_differs_at: null };
    expect(divergenceLines(alone, { paint: plain, columns: 100 })[0]).toBe(
      "The agents did the same, and a tool gave another answer at step 2, in turn 2:",
    );
  });

  it.each([40, 80, 120, 200])(
    "is no wider than %i columns, unless that is too little for two",
    (columns) => {
      const lines = divergenceLines(divergence, { paint: plain, columns }).slice(1);
      expect(Math.max(...lines.map(width))).toBeLessThanOrEqual(Math.max(columns, 60));
    },
  );
});
