import { caseEstimates, countsOf } from "../src/results/pass-estimates.ts";
import type { CaseResult, TrialResult } from "../src/results/result.ts";
import { randomFrom } from "../src/stats/random.ts";
import { completion, USER } from "./conversation.ts";

const NO_TOKENS = { prompt_tokens: 0, completion_tokens: 0, cached_tokens: 0 };
const TOKENS = { prompt_tokens: 1200, completion_tokens: 80, cached_tokens: 0 };
const AGENTS = ["Triage Agent", "Flight Modification Agent", "Flight Cancel Agent"] as const;
const TOOLS = ["transferToFlightModification", "transferToFlightCancel", "initiateRefund"] as const;

/** Results of the four-call conversation as a run would have them, one at a time; some cases are harder than others. */
export function* madeResults(cases: number, trials: number, seed: number): Generator<CaseResult> {
  const random = randomFrom(seed);
  for (let index = 0; index < cases; index++) {
    const rate = index % 5 === 0 ? 0.6 : 0.98;
    const played = Array.from({ length: trials }, (_, at) =>
      madeTrial(at + 1, random.fraction() < rate, random.bits()),
    );
    yield {
      id: `case-${index + 1}`,
      tags: ["cancel"],
      line: index + 1,
      verdict: played.every(({ verdict }) => verdict === "passed") ? "passed" : "failed",
      trials: played,
      fingerprint: String(index),
      estimates: caseEstimates(countsOf(played)),
      usage: TOKENS,
      cost: 0.004,
    };
  }
}

/** A trial that failed was never handed on to cancellations. */
function madeTrial(trial: number, passed: boolean, number: number): TrialResult {
  const hops = passed ? 2 : 1;
  const agents = AGENTS.slice(0, hops + 1);
  const last = agents.at(-1) ?? "";
  const messages = [
    ...agents.map((sender, index) => ({ ...messageOf(index), sender })),
    {
      role: "assistant",
      sender: last,
      content: `Your refund is on its way. Its number is ${number}.`,
    },
  ];
  const handoffs = agents.slice(1).map((to, index) => ({ turn: 1, from: AGENTS[index] ?? "", to }));
  const spending = { calls: 4, usage: TOKENS, cost: 0.004 };
  return {
    trial,
    model: "gpt-4o",
    models: Object.fromEntries(agents.map((agent) => [agent, "gpt-4o"])),
    verdict: passed ? "passed" : "failed",
    checks: [
      {
        check: "agent",
        turn: 1,
        verdict: passed ? "passed" : "failed",
        reason: `expected Flight Cancel Agent to be active at the end of turn 1, got ${last}`,
        expected: "Flight Cancel Agent",
        actual: last,
      },
      { check: "output", turn: null, verdict: "passed", reason: "the reply contains “refund”" },
    ],
    turns: [{ user: USER, messages, agent: last }],
    starting_agent: AGENTS[0],
    final_agent: last,
    handoffs,
    tool_calls: agents.map((agent, index) => ({
      turn: 1,
      agent,
      name: TOOLS[index] ?? "",
      arguments: index < 2 ? {} : { flightId: "1919", reason: "illness" },
      result: "done",
      error: null,
    })),
    context_variables: { refunded: true },
    state: null,
    model_calls: 4,
    usage: TOKENS,
    cost: 0.004,
    spending: { "gpt-4o": spending },
    judge_usage: NO_TOKENS,
    judge_cost: 0,
    judges: {},
    duration_ms: 900 + (number % 500),
    error: null,
    leftovers: [],
  };
}

function messageOf(index: number): Record<string, unknown> {
  const { choices } = completion(index) as { choices: [{ message: Record<string, unknown> }] };
  return choices[0].message;
}
