import { describe, expect, it } from "vitest";
import { SummaryBuilder } from "../../src/results/summary.ts";
import type { CaseResult, Summary } from "../../src/results/result.ts";
import { check, played, trial } from "../reports/results.ts";

const passed = trial();
const failed = trial({ checks: [check("failed", "output", 1, "expected more")] });
const errored = trial({ error: { kind: "api", message: "503" } });

function built(cases: readonly CaseResult[]): SummaryBuilder {
  const builder = new SummaryBuilder();
  for (const one of cases) builder.add(one);
  return builder;
}

function withoutIntervals(summary: Summary): Summary {
  const none = Object.fromEntries(Object.keys(summary.pass_hat_k).map((k) => [k, null]));
  return {
    ...summary,
    pass_rate_interval: null,
    pass_hat_k_interval: none,
    pass_at_k_interval: none,
  };
}

const SUITES: readonly (readonly [string, readonly CaseResult[]])[] = [
  ["nothing", []],
  ["one case", [played("a", 1, [passed])]],
  ["skipped cases only", [played("a", 1, [])]],
  ["errored trials only", [played("a", 1, [errored, errored])]],
  [
    "cases with several numbers of trials",
    [
      played("a", 1, [passed, failed, passed]),
      played("b", 2, [failed]),
      played("c", 3, [passed, errored, failed, passed, passed]),
      played("d", 4, []),
      played("e", 5, [passed, passed, passed]),
    ],
  ],
  [
    "cases that were stopped early",
    [{ ...played("a", 1, [failed, failed]), planned_trials: 10 }, played("b", 2, [passed, passed])],
  ],
];

describe("what the cases so far come to", () => {
  it.each(SUITES)("is their summary without intervals: %s", (_, cases) => {
    const builder = built(cases);
    const { pass_hat_k: hats, pass_at_k: ats, pass_rate: rate, ...others } = builder.soFar();
    const whole = withoutIntervals(builder.summary());
    expect(others).toEqual(pick(whole, Object.keys(others)));
    expect(Object.keys(hats)).toEqual(Object.keys(whole.pass_hat_k));
    for (const k of Object.keys(hats)) {
      expect(rounded(hats[k])).toBe(rounded(whole.pass_hat_k[k]));
      expect(rounded(ats[k])).toBe(rounded(whole.pass_at_k[k]));
    }
    expect(rounded(rate)).toBe(rounded(whole.pass_rate));
  });

  it("has a pass rate that is told apart from another one", () => {
    expect(built([played("a", 1, [passed, failed])]).soFar().pass_rate).toBe(0.5);
  });
});

function pick(summary: Summary, keys: readonly string[]): object {
  return Object.fromEntries(Object.entries(summary).filter(([key]) => keys.includes(key)));
}

/** Sums in another order end in another rounding. */
function rounded(value: number | null | undefined): number | null {
  return typeof value === "number" ? Number(value.toFixed(12)) : null;
}
