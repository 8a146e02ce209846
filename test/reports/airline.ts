import { ReplayMissError } from "../../src/traffic/miss/replay-miss.ts";
import type { GateResult, GateSuite } from "../../src/results/gate-result.ts";
import type { CaseResult, TrialError } from "../../src/results/result.ts";
import { trialError } from "../../src/runner/errors.ts";
import { calls, check, played, says, trial, turn } from "./results.ts";

const TRIAGE = "Triage Agent";
const CANCEL = "Flight Cancel Agent";

const asked = turn(
  "I want to cancel my flight.",
  calls(TRIAGE, "transferToFlightCancel", { to: CANCEL }),
  says(CANCEL, "A refund or a credit?"),
);

/** One that passed. */
export const greeting: CaseResult = played(
  "greeting",
  1,
  [
    trial({
      turns: [turn("Good morning!", says(TRIAGE, "Welcome to Heron Air."))],
      checks: [
        check("passed", "output", 1, 'Triage Agent in turn 1 said: "Welcome to Heron Air."'),
      ],
      cost: 0.000069,
    }),
  ],
  { tags: ["triage"] },
);

/** One in which an agent called the wrong tool in the second turn. */
export const wrongTool: CaseResult = played(
  "cancel-and-refund",
  9,
  [
    trial({
      turns: [
        asked,
        turn(
          "A refund please.",
          calls(CANCEL, "creditBooking", { with: { booking: "QX7T2A" }, answer: "Credited." }),
          says(CANCEL, "Done: you have a credit of 640 pounds."),
        ),
      ],
      checks: [
        check("passed", "handoffs", 1, "handed off: Triage Agent → Flight Cancel Agent"),
        check(
          "failed",
          "tool_calls",
          2,
          'expected these calls and no others, in this order:\n  - refundBooking({"booking":"QX7T2A"}) is missing\n  + creditBooking({"booking":"QX7T2A"}) by Flight Cancel Agent in turn 2 was not expected',
        ),
        check(
          "failed",
          "not_called",
          null,
          "creditBooking was called by Flight Cancel Agent in turn 2",
        ),
      ],
      context: { customer: "John Smith", refunded: false },
      state: { bookings: { QX7T2A: { status: "cancelled" } } },
    }),
  ],
  { tags: ["cancel", "refund"] },
);

/** One that passed in three of five trials, failed in one and broke off in another. */
export const flaky: CaseResult = played("refund-refused", 10, [
  ...[1, 2, 3].map(() =>
    trial({
      turns: [asked],
      checks: [check("passed", "agent", 1, "Flight Cancel Agent is active at the end")],
    }),
  ),
  trial({
    turns: [turn("I want to cancel my flight.", says(TRIAGE, "I cannot help with that."))],
    checks: [
      check(
        "failed",
        "agent",
        1,
        "expected Flight Cancel Agent to be active at the end, got Triage Agent: nothing was handed off",
      ),
    ],
  }),
  trial({
    turns: [
      turn("I want to cancel my flight.", calls(TRIAGE, "transferToFlightCancel", { to: CANCEL })),
    ],
    error: { kind: "api", message: "RateLimitError: 429 Too many requests (req_5f2a)" },
  }),
]);

/** One that was not played. */
export const skipped: CaseResult = played("group-booking", 41, [], {
  reason: "the agents have no tool for groups yet",
});

/** A miss for a prompt that was changed. */
export function changedPrompt(id: string): TrialError {
  return miss(id, {
    type: "differs",
    number: 1,
    used: false,
    difference: {
      place: "messages[0].content (system)",
      kind: "changed",
      isVolatile: false,
      lines: ["- line 2: Be brief.", "+ line 2: Be brief and kind."],
      otherPlaces: [],
    },
  });
}

export function miss(id: string, reason: ReplayMissError["miss"]["reason"]): TrialError {
  const error = new ReplayMissError({
    method: "POST",
    path: "/chat/completions",
    host: "api.openai.com",
    requester: "Triage Agent in turn 1",
    file: `fixtures/airline/${id}.1.jsonl`,
    recorded: 4,
    refused: [],
    reason,
    hasClock: true,
    renameCommand: () => "npx swarm-eval recordings rename",
    command: (mode) => `npx swarm-eval run evals/airline.jsonl -t '^${id}$' --traffic ${mode}`,
  });
  return trialError(error);
}

/** One of each kind: the fifth broke off. */
export const ONE_OF_EACH: readonly CaseResult[] = [
  greeting,
  wrongTool,
  flaky,
  skipped,
  played("down", 50, [trial({ error: changedPrompt("down") })]),
];

/** How a suite of 40 cases got worse as a whole. */
export const WORSE: GateSuite = {
  cases: 40,
  verdict: "worse",
  baseline_rate: 0.95,
  rate: 0.8,
  difference: -0.15,
  interval: [-0.24, -0.06],
  p_value: 0.0003,
  test: "sign-flip",
  detectable: 0.12,
};

/** A gate that found one regression, of the case with the wrong tool. */
export const GATE: GateResult = {
  baseline: "reports/airline.baseline.json",
  blessed_at: "2026-03-01",
  verdict: "regressed",
  rule: "replay",
  alpha: 0.05,
  agents: { changed: ["Flight Cancel Agent"], new: [], gone: [] },
  counts: {
    regressed: 1,
    improved: 0,
    flaky: 0,
    still_failing: 1,
    unchanged: 1,
    changed: 0,
    new: 0,
    removed: 0,
    not_played: 0,
    errored: 0,
  },
  cases: [
    {
      id: "cancel-and-refund",
      line: 9,
      status: "regressed",
      baseline: { passed: 1, trials: 1 },
      now: { passed: 0, trials: 1 },
      p_value: null,
      reason: "tool_calls in turn 2: refundBooking is missing",
      divergence: {
        differs: "step",
        step: 4,
        turn: 2,
        tool_answer_differs_at: null,
        baseline_trial: 1,
        trial: 1,
        rows: [
          {
            step: 4,
            baseline: { turn: 2, agent: CANCEL, call: "refundBooking", arguments: {} },
            now: { turn: 2, agent: CANCEL, call: "creditBooking", arguments: {} },
          },
        ],
      },
    },
    {
      id: "refund-refused",
      line: 10,
      status: "still_failing",
      baseline: { passed: 0, trials: 1 },
      now: { passed: 0, trials: 1 },
      p_value: null,
      reason: null,
      divergence: null,
    },
  ],
  suite: null,
  smallest_drop: null,
};
