import { caseEstimates, countsOf } from "../src/results/pass-estimates.ts";
import type { CaseResult, TrialResult } from "../src/results/result.ts";
import { randomFrom } from "../src/stats/random.ts";
import type { AssistantMessage, Step, TrajectoryStep } from "../src/trajectory/trajectory.ts";
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
    };
  }
}

/** A trial that failed was never handed on to cancellations. */
export function madeTrial(trial: number, passed: boolean, number: number): TrialResult {
  const hops = passed ? 2 : 1;
  const agents = AGENTS.slice(0, hops + 1);
  const last = agents.at(-1) ?? "";
  const content = `Your refund is on its way. Its number is ${number}.`;
  const before = passed ? WHEN_PASSED : WHEN_FAILED;
  const message = { role: "assistant", content } as const;
  const steps = [...before, { ...REPLY, agent: last, message, turn: 1, at: before.length }];
  const spending = { calls: 4, usage: TOKENS, cost: 0.004 };
  return {
    trial,
    model: "gpt-5.4",
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
    steps,
    starting_agent: AGENTS[0],
    final_agent: last,
    context_variables: { refunded: true },
    state: null,
    model_calls: 4,
    usage: TOKENS,
    cost: 0.004,
    spending: { "gpt-5.4": spending },
    judge_usage: NO_TOKENS,
    judge_cost: 0,
    judges: {},
    duration_ms: 900 + (number % 500),
    error: null,
    leftovers: [],
  };
}

const REPLY = {
  type: "reply",
  model: "gpt-5.4",
  usage: { prompt_tokens: 300, completion_tokens: 20, cached_tokens: 0 },
  cost: 0.001,
  finishReason: "stop",
} as const;

/** A completion that calls a tool, and hands off unless it is the last. */
function stepsOf(agent: string, index: number, to: string | undefined): Step[] {
  const name = TOOLS[index] ?? "";
  const args = index < 2 ? {} : { flightId: "1919", reason: "illness" };
  const id = `call_${index}`;
  return [
    { ...REPLY, agent, message: messageOf(index), finishReason: "tool_calls" },
    { type: "tool_call", agent, id, name, arguments: args, executed: true },
    { type: "tool_result", agent, id, name, content: "done", error: undefined, to },
    ...(to === undefined ? [] : [{ type: "handoff" as const, agent, to }]),
  ];
}

function messageOf(index: number): AssistantMessage {
  const { choices } = completion(index) as { choices: [{ message: AssistantMessage }] };
  return choices[0].message;
}

/** All steps of a trial but its last reply: they are the same in every trial with as many agents. */
function stepsBefore(agents: readonly string[]): TrajectoryStep[] {
  const steps: Step[] = [
    { type: "user", agent: agents[0] ?? "", content: USER },
    ...agents.flatMap((agent, index) => stepsOf(agent, index, agents[index + 1])),
  ];
  return steps.map((step, at): TrajectoryStep => ({ ...step, turn: 1, at }));
}

const WHEN_PASSED = stepsBefore(AGENTS);
const WHEN_FAILED = stepsBefore(AGENTS.slice(0, 2));
