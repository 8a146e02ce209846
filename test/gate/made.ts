import type { Baseline, BaselineCase } from "../../src/gate/baseline/baseline.ts";
import type { CaseResult, CheckResult, TrialResult } from "../../src/results/result.ts";
import { trialOfVersion1 } from "../../src/results/version-1.ts";

type Trial1 = Parameters<typeof trialOfVersion1>[0];

const NO_TOKENS = { prompt_tokens: 0, completion_tokens: 0, cached_tokens: 0 };

/** What of a trial matters to a gate. */
export interface TrialParts {
  readonly trial?: number;
  readonly verdict?: TrialResult["verdict"];
  readonly checks?: readonly CheckResult[];
  readonly turns?: Trial1["turns"];
  readonly handoffs?: Trial1["handoffs"];
  readonly tool_calls?: Trial1["tool_calls"];
  readonly models?: Readonly<Record<string, string>>;
  readonly spending?: TrialResult["spending"];
  readonly judges?: TrialResult["judges"];
  readonly error?: TrialResult["error"];
  readonly leftovers?: TrialResult["leftovers"];
  readonly model_calls?: number;
  readonly duration_ms?: number;
  readonly cost?: number | null;
}

/** A trial in which the triage agent says hello, but for what is given. */
export function trial(parts: TrialParts = {}): TrialResult {
  const { model_calls = 1, cost = 0.001 } = parts;
  // The views of version 1 are shorter to write than steps.
  return trialOfVersion1({
    trial: 1,
    model: "gpt-5.4",
    models: { Triage: "gpt-5.4" },
    verdict: "passed",
    checks: [],
    turns: [{ user: "Hi!", messages: [says("Triage", "Hello.")], agent: "Triage" }],
    starting_agent: "Triage",
    final_agent: "Triage",
    handoffs: [],
    tool_calls: [],
    context_variables: {},
    state: null,
    usage: NO_TOKENS,
    spending: {},
    judge_usage: NO_TOKENS,
    judge_cost: 0,
    judges: {},
    duration_ms: 100,
    error: null,
    leftovers: [],
    ...parts,
    model_calls,
    cost,
  });
}

/** A case whose trials passed (P), failed (F) or broke off (E), in their order. */
export function played(id: string, verdicts: string, parts: Partial<CaseResult> = {}): CaseResult {
  const names = { P: "passed", F: "failed", E: "errored" } as const;
  const trials = [...verdicts].map((letter, index) =>
    trial({ trial: index + 1, verdict: names[letter as keyof typeof names] }),
  );
  return {
    id,
    tags: [],
    line: 1,
    verdict: verdicts.includes("F") ? "failed" : verdicts.includes("E") ? "errored" : "passed",
    trials,
    fingerprint: `text of ${id}`,
    ...parts,
  };
}

/** An assistant's message. */
export function says(sender: string, content: string | null, calls: readonly string[] = []) {
  return {
    role: "assistant",
    sender,
    content,
    ...(calls.length === 0
      ? {}
      : { tool_calls: calls.map((name) => ({ id: name, function: { name, arguments: "{}" } })) }),
  };
}

/** A case of a baseline that passed so many of its trials. */
export function kept(id: string, passed: number, trials: number): BaselineCase {
  const failed = Array.from({ length: trials - passed }, (_, index) => passed + index + 1);
  return {
    id,
    passed,
    trials,
    ...(failed.length === 0 ? {} : { failed_trials: failed }),
    fingerprint: `text of ${id}`,
    models: { Triage: "gpt-5.4" },
    ...(passed === 0
      ? {}
      : { passing: { trial: 1, path: [{ turn: 1, agent: "Triage", reply: "Hello." }] } }),
  };
}

/** A baseline of the suite `shop`. */
export function baselineOf(...cases: readonly BaselineCase[]): Baseline {
  return {
    version: 1,
    suite: "shop",
    blessed_at: "2026-01-31",
    model_override: null,
    agents: { Triage: ["a1"] },
    cases,
  };
}
