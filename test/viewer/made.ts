import type { HistoryPart } from "../../src/reports/html/parts.ts";
import { compareRuns } from "../../src/gate/runs/compare-runs.ts";
import { RunTally, type ComparableRun } from "../../src/gate/runs/run-tally.ts";
import type { ComparisonResult } from "../../src/results/comparison-result.ts";
import type { CaseResult } from "../../src/results/result.ts";
import { GATE, ONE_OF_EACH } from "../reports/airline.ts";
import { calls, check, HEADER, played, says, trial, turn } from "../reports/results.ts";
import type { MadePage } from "./pages.ts";

/** Every verdict, a flaky case of five trials, and a regression against a baseline. */
export const AIRLINE: MadePage = { runs: [{ cases: ONE_OF_EACH, end: { gate: GATE } }] };

const MEMBERS = Array.from({ length: 12 }, (_, index) => `Agent ${index + 1} of the swarm`);

function member(index: number): string {
  return MEMBERS[index % MEMBERS.length] ?? "";
}

/** Sixty turns, in which twelve agents hand to each other; in one of them a check failed. */
export const LONG: CaseResult = played("long", 1, [
  trial({
    turns: Array.from({ length: 60 }, (_, index) =>
      turn(
        `Message ${index + 1}`,
        calls(member(index), "handOn", { to: member(index + 1) }),
        says(member(index + 1), `Answer ${index + 1}`),
      ),
    ),
    checks: [check("failed", "output", 41, 'expected the reply to equal "Yes", got "Answer 41"')],
  }),
]);

/** Names and texts without a place to break. */
export const WIDE: CaseResult = played(
  "a".repeat(200),
  3,
  [
    trial({
      turns: [
        turn(
          "b".repeat(300),
          calls("C".repeat(100), "d".repeat(100), {
            with: { e: "f".repeat(300) },
            answer: "g".repeat(300),
            to: "H".repeat(100),
          }),
        ),
      ],
      checks: [check("failed", "output", 1, "i".repeat(300))],
      context: { j: "k".repeat(300) },
    }),
  ],
  { tags: ["l".repeat(100), "m"] },
);

/** A hundred calls of the same tool in a row. */
export const LOOP: CaseResult = played("loop", 2, [
  trial({
    turns: [
      turn(
        "Is it done?",
        ...Array.from({ length: 100 }, (_, index) =>
          calls("Poller", "poll", { with: { attempt: index }, answer: "not yet" }),
        ),
      ),
    ],
  }),
]);

/** Two models that were played with the same cases: the second never hands over. */
export const MODELS: MadePage = (() => {
  const handsOver = (isRight: boolean, number: number) =>
    trial({
      trial: number,
      turns: [
        isRight
          ? turn(
              "Cancel it.",
              calls("Triage", "transferToCancel", { to: "Cancel" }),
              says("Cancel", "Done."),
            )
          : turn("Cancel it.", says("Triage", "I cannot do that.")),
      ],
      checks: [
        {
          ...check(
            isRight ? "passed" : "failed",
            "agent",
            1,
            "expected Cancel to be active at the end",
          ),
          expected: "Cancel",
          actual: isRight ? "Cancel" : "Triage",
        },
      ],
    });
  const cases = (isRight: boolean): CaseResult[] =>
    Array.from({ length: 8 }, (_, index) =>
      played(
        `case-${index}`,
        index + 1,
        [1, 2, 3].map((number) => handsOver(isRight, number)),
      ),
    );
  const runs = [
    { label: "gpt-5.4", cases: cases(true) },
    { label: "gpt-5.4-mini", cases: cases(false) },
  ];
  return { runs, comparison: compared(runs) };
})();

function compared(
  runs: readonly { readonly label: string; readonly cases: readonly CaseResult[] }[],
): ComparisonResult {
  const tallied = runs.map(({ label, cases }): ComparableRun => {
    const tally = new RunTally();
    for (const one of cases) tally.caseFinished(one);
    return { label, header: HEADER, file: `${label}.json`, stopped: null, tally };
  });
  return compareRuns(tallied as [ComparableRun, ComparableRun], 0.05);
}

const ELSE = { cost: 0.003, duration_ms: 900, fingerprint: null };

/** Four runs, in which one case changes its mind. */
export const HISTORY: HistoryPart = {
  suite: "airline",
  runs: [3, 0, 3, 2].map((passed, index) => ({
    started_at: `2026-03-0${index + 1}T09:30:00.000Z`,
    label: "gpt-5.4",
    traffic: "live" as const,
    passed: 3 + passed,
    failed: 3 - passed,
    errored: 0,
    pass_rate: (3 + passed) / 6,
    pass_rate_interval: [0.3, 0.95],
    cost: index === 2 ? null : 0.02,
    latency_ms: { p50: 900, p95: 1400 },
    cases: { steady: { passed: 3, trials: 3, ...ELSE }, fickle: { passed, trials: 3, ...ELSE } },
  })),
};
