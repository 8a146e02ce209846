import { describe, expect, it } from "vitest";
import { compareRuns } from "../../../src/gate/runs/compare-runs.ts";
import { RunTally, type ComparableRun } from "../../../src/gate/runs/run-tally.ts";
import { refuseUnlikeRuns } from "../../../src/gate/runs/refuse-unlike.ts";
import type { CaseResult, ResultHeader } from "../../../src/results/result.ts";
import { randomFrom } from "../../../src/stats/random.ts";
import { played, trial } from "../made.ts";

function run(
  label: string,
  results: readonly CaseResult[],
  header: Partial<ResultHeader> = {},
): ComparableRun {
  const tally = new RunTally();
  for (const result of results) tally.caseFinished(result);
  return {
    label,
    header: {
      version: 2,
      suite: "shop",
      case_file: "shop.jsonl",
      agents_module: "shop.ts",
      started_at: "2026-01-31T00:00:00Z",
      model_override: label,
      traffic: "replay",
      stream: false,
      ...header,
    },
    file: `reports/shop.${label}.json`,
    stopped: null,
    tally,
  };
}

const cases = (words: Readonly<Record<string, string>>) =>
  Object.entries(words).map(([id, verdicts]) => played(id, verdicts));

describe("a comparison", () => {
  it("counts the cases that all runs have, without the trials that broke off, and names the rest", () => {
    const result = compareRuns(
      [
        run("a", cases({ one: "PP", two: "PE", three: "P" })),
        run("b", cases({ two: "FF", one: "PF" })),
      ],
      0.05,
    );
    expect(result).toMatchObject({
      cases: 2,
      left_out: { a: ["three"] },
      runs: [
        { label: "a", trials: 3, passed: 3, errored: 1, pass_rate: 1, pass_hat_k: { 1: 1, 2: 1 } },
        { label: "b", trials: 4, passed: 1, errored: 0, pass_rate: 0.25, pass_hat_k: { 2: 0 } },
      ],
      comparisons: [
        {
          reference: "a",
          candidate: "b",
          cases: 2,
          difference: -0.75,
          up: [],
          down: [
            { id: "two", reference: { passed: 1, trials: 1 }, candidate: { passed: 0, trials: 2 } },
            { id: "one", reference: { passed: 2, trials: 2 }, candidate: { passed: 1, trials: 2 } },
          ],
        },
      ],
    });
  });

  it("tells models, what broke off and what is left over by the cases that all runs have", () => {
    const spent = (model: string) => ({
      spending: { [model]: { calls: 1, usage: null, cost: 0 } },
    });
    const broke = (message: string) => ({
      verdict: "errored" as const,
      error: { kind: "api" as const, message },
    });
    const common = trial({ ...spent("model, with a comma"), leftovers: ["1 of 2"] });
    const broken = trial({ trial: 2, ...broke("Its own."), leftovers: ["1 of 1"] });
    const other = trial({
      ...spent("o3"),
      ...broke("The other's."),
      leftovers: ["1 of 3", "2 of 3"],
    });
    const { runs } = compareRuns(
      [
        run("a", [
          played("other", "E", { trials: [other] }),
          played("one", "PE", { trials: [common, broken] }),
        ]),
        run("b", cases({ one: "PP" })),
      ],
      0.05,
    );
    expect(runs).toMatchObject([
      { models: ["model, with a comma"], errored: 1, first_error: "Its own.", leftovers: 2 },
      { models: [], errored: 0, first_error: null, leftovers: 0 },
    ]);
  });

  it("takes the cases of a tag as one", () => {
    const results = (verdict: string) =>
      Array.from({ length: 20 }, (_, index) =>
        played(`c${index}`, verdict, {
          tags: ["easy", ...(index < 18 ? [`theme:${index % 3}`] : [])],
        }),
      );
    const runs = [run("a", results("P")), run("b", results("F"))] as const;
    expect(compareRuns(runs, 0.05).comparisons[0]).toMatchObject({
      clusters: 20,
      verdict: "worse",
    });
    const clustered = compareRuns(runs, 0.05, "theme:");
    // Three themes, and two cases without.
    expect(clustered).toMatchObject({
      cluster: "theme:",
      comparisons: [{ cases: 20, clusters: 5, verdict: "no difference shown", detectable: null }],
    });
    expect(clustered.runs[0]?.pass_rate_interval?.[0]).toBeLessThan(0.6);
  });

  it("could show less of each model, the more are compared", () => {
    const of = (label: string) =>
      run(
        label,
        Array.from({ length: 20 }, (_, index) => played(`c${index}`, "PF")),
      );
    const detectable = (...labels: string[]) =>
      compareRuns([of("a"), ...labels.map(of)], 0.05).comparisons[0]?.detectable ?? 0;
    expect(detectable("b", "c", "d")).toBeGreaterThan(detectable("b"));
  });

  it("takes the means of trials, and what is not known of one for unknown of all", () => {
    const trials = [
      trial({ duration_ms: 100, model_calls: 2, cost: 0.5 }),
      trial({ trial: 2, duration_ms: 300, model_calls: 4, cost: 1.5, verdict: "failed" }),
      trial({ trial: 3, duration_ms: 9999, model_calls: 99, cost: 99, verdict: "errored" }),
    ];
    const unknown = [trial({ cost: null }), ...trials.slice(1)];
    const result = compareRuns(
      [
        run("a", [played("one", "PFE", { trials })]),
        run("b", [played("one", "PFE", { trials: unknown })]),
      ],
      0.05,
    );
    expect(result.runs).toMatchObject([
      { model_calls: 3, cost: 1, tokens: 0, latency_ms: { p50: 200, p95: 290 } },
      { cost: null },
    ]);
  });

  it("adjusts p-values for the number of models, and the verdict with them", () => {
    const many = (word: (index: number) => string) =>
      cases(
        Object.fromEntries(Array.from({ length: 12 }, (_, index) => [`c${index}`, word(index)])),
      );
    const reference = run(
      "a",
      many(() => "P"),
    );
    const worse = (label: string) =>
      run(
        label,
        many((index) => (index < 6 ? "F" : "P")),
      );
    const alone = compareRuns([reference, worse("b")], 0.05).comparisons[0];
    expect(alone).toMatchObject({
      verdict: "worse",
      p_value: expect.closeTo(0.03125),
      p_adjusted: expect.closeTo(0.03125),
      test: "mcnemar",
    });
    const among = compareRuns([reference, worse("b"), worse("c")], 0.05).comparisons[0];
    expect(among).toMatchObject({
      verdict: "no difference shown",
      p_value: expect.closeTo(0.03125),
      p_adjusted: expect.closeTo(0.0625),
    });
  });

  it("has nothing to say where one side has no trial that counts", () => {
    const result = compareRuns(
      [run("a", cases({ one: "P" })), run("b", cases({ one: "E" }))],
      0.05,
    );
    expect(result.comparisons).toEqual([null]);
    expect(result.runs[1]).toMatchObject({ pass_rate: null, model_calls: null, latency_ms: null });
  });

  it("counts who was expected and who had the conversation, with up to three cases of each to look at", () => {
    const agent = (actual: string) => ({
      check: "agent",
      turn: 1,
      verdict: "passed" as const,
      reason: "",
      expected: "Refunds",
      actual,
    });
    const told = ["Refunds", "Sales", "Sales", "constructor", "Sales", "Sales"];
    const results = told.map((actual, index) =>
      played(`c${index}`, "P", {
        trials: [trial({ checks: [agent(actual)] }), trial({ trial: 2, checks: [agent(actual)] })],
      }),
    );
    const { routing } = compareRuns([run("a", results)], 0.05).runs[0] ?? {};
    expect(routing).toEqual({
      decisions: 12,
      as_expected: 2,
      confusion: { Refunds: { Refunds: 2, Sales: 8, constructor: 2 } },
      examples: { "Refunds → Sales": ["c1", "c2", "c4"], "Refunds → constructor": ["c3"] },
    });
  });

  it("calls two equal models different in no more than one comparison of twenty, trials clustered in cases", () => {
    const random = randomFrom(20);
    const comparisons = 300;
    let different = 0;
    for (let round = 0; round < comparisons; round++) {
      const rates = Array.from({ length: 30 }, () => random.fraction() ** 0.4);
      const draw = (label: string) =>
        run(
          label,
          rates.map((rate, index) => {
            const word = Array.from({ length: 3 }, () => (random.fraction() < rate ? "P" : "F"));
            return played(`c${index}`, word.join(""));
          }),
        );
      const found = compareRuns([draw("a"), draw("b"), draw("c")], 0.05).comparisons;
      if (found.some((one) => one?.verdict !== "no difference shown")) different++;
    }
    // Two standard errors above one in twenty.
    expect(different / comparisons).toBeLessThanOrEqual(
      0.05 + 2 * Math.sqrt((0.05 * 0.95) / comparisons),
    );
  });
});

describe("runs that are not alike", () => {
  const reference = run("a", cases({ one: "P", two: "P" }));

  it.each<[sentence: string, other: ComparableRun, message: string]>([
    [
      "are of two suites",
      run("b", cases({ one: "P" }), { suite: "airline" }),
      "one ran the suite shop, the other airline.",
    ],
    ["have no cases in common", run("b", cases({ three: "P" })), "they have no cases in common."],
    [
      "have cases that say something else",
      run("b", [played("one", "P", { fingerprint: "x" })]),
      "the text of one differs. Run both on the same case file.",
    ],
    [
      "have other numbers of trials",
      run("b", cases({ one: "PP", two: "P" })),
      "the number of trials of one (1, 2) differs. Run both with the same --trials.",
    ],
    [
      "ended cases early",
      run("b", cases({ one: "P" }), { until: "decided" }),
      "reports/shop.b.json is the result of a run that ended cases early",
    ],
  ])("are refused where they %s", (_, other, message) => {
    expect(() => refuseUnlikeRuns([reference, other])).toThrow(message);
  });

  it("are refused where other models judged them", () => {
    const judged = (model: string) =>
      run(model, [
        played("one", "P", {
          trials: [trial({ judges: { [model]: { calls: 1, usage: null, cost: null } } })],
        }),
      ]);
    expect(() => refuseUnlikeRuns([judged("o3"), judged("gpt-5.4")])).toThrow(
      "reports/shop.o3.json and reports/shop.gpt-5.4.json cannot be compared: the judge of one (o3, gpt-5.4) differs.",
    );
    expect(() => refuseUnlikeRuns([judged("o3"), run("b", cases({ one: "P" }))])).not.toThrow();
  });

  it("are taken where trials broke off, or cases are missing", () => {
    expect(() => refuseUnlikeRuns([reference, run("b", cases({ one: "E" }))])).not.toThrow();
  });
});
