import type { Effect } from "../checks/effects/effects.ts";
import type { Unexpected } from "../checks/effects/unexpected.ts";
import type { PriceOrigin } from "../models/prices.ts";
import type { Rule } from "../json/fault.ts";
import { isRecord } from "../json/value.ts";
import {
  anything,
  chosen,
  dictionary,
  list,
  number,
  oneOf,
  oneOfUnion,
  openObject,
  orNull,
  string,
  trueOrFalse,
} from "../json/rules.ts";
import type { Counts } from "../stats/counts.ts";
import type {
  KeptRequest,
  AssistantMessage,
  Attempt,
  CustomCall,
  FunctionCall,
  FunctionText,
  ReturnedFile,
  Usage,
} from "../trajectory/trajectory.ts";
import type { CoverageResult, CoveredAgent } from "./coverage-result.ts";
import type { Divergence, DriftedCase, GateCase, GateResult, GateSuite } from "./gate-result.ts";
import type {
  CaseResult,
  CheckResult,
  EndedEarly,
  PassEstimates,
  ResultHeader,
  Shard,
  SimulatedUserResult,
  SimulatedUsersSummary,
  Spending,
  SuiteEnd,
  Summary,
  ToolError,
  TrafficMode,
  TrialError,
  TrialResult,
  Verdict,
} from "./result.ts";
import { VIEWS_1 } from "./version-1.ts";

// The file is our own: only what a report or a comparison would trip over has a rule.

const text = string();
const amount = orNull(number);
const VERDICT = oneOfUnion<Verdict>({ passed: true, failed: true, errored: true, skipped: true });
/** Earlier versions wrote null for a count that was none. */
const USAGE = orNull(
  openObject<Usage>(
    { prompt_tokens: amount, completion_tokens: amount },
    { cached_tokens: amount },
  ),
);
const SPENDING = dictionary(
  openObject<Spending>(
    { calls: number, usage: USAGE, cost: amount },
    { answered_by: list(text), unusable_usage: text },
  ),
);
const INTERVAL = orNull(list(number));
const ESTIMATES = {
  pass_hat_k: dictionary(amount),
  pass_hat_k_interval: dictionary(INTERVAL),
  pass_at_k: dictionary(amount),
  pass_at_k_interval: dictionary(INTERVAL),
};
/** One agent, or a route. */
const AGENTS = chosen((value) => (typeof value === "string" ? text : list(text)));

/** A trial in every version, without what happened in it. */
const TRIAL = {
  trial: number,
  model: text,
  verdict: VERDICT,
  checks: list(
    openObject<CheckResult>(
      { check: text, turn: amount, verdict: VERDICT, reason: text },
      {
        expected: AGENTS,
        actual: AGENTS,
        score: number,
        code: text,
        never_there: list(list(anything)),
      },
    ),
  ),
  starting_agent: orNull(text),
  final_agent: orNull(text),
  model_calls: number,
  usage: USAGE,
  cost: amount,
  duration_ms: number,
  error: orNull(openObject<TrialError>({ kind: text, message: text }, { turn: number })),
  leftovers: list(text),
};

/** A trial has these if its replies were judged, and always in version 1. */
const JUDGED = { judge_usage: USAGE, judge_cost: amount, judges: SPENDING };

/** A trial has these if there is something to tell. */
const TOLD = {
  unexpected: openObject<Unexpected>({
    effects: list(openObject<Effect>({ turn: number, agent: text, of: text, what: text })),
    total: number,
    not_asked: list(text),
  }),
  simulated_user: openObject<SimulatedUserResult>({
    end: orNull(text),
    usage: USAGE,
    cost: amount,
    spending: SPENDING,
  }),
  ended_early: openObject<EndedEarly>({ turn: number, turns_left: number, saved_calls: amount }),
  refused: list(text),
  strayed: text,
  faults: list(
    openObject<Readonly<Record<string, unknown>>>({
      turn: amount,
      agent: orNull(text),
      outcome: orNull(text),
    }),
  ),
  tool_errors: list(
    openObject<ToolError>({ turn: number, agent: text, name: text, error: text, failure: text }),
  ),
};

const PLACE = { turn: number, at: number, agent: text };
const CONTENT = orNull(chosen((value) => (typeof value === "string" ? text : list(anything))));
const FUNCTION = openObject<FunctionText>({ name: text, arguments: text });
const CUSTOM = openObject<CustomCall["custom"]>({ name: text, input: text });
const FUNCTION_CALL = openObject<FunctionCall>({ id: text, function: FUNCTION });
const CUSTOM_CALL = openObject<CustomCall>({ id: text, custom: CUSTOM });
const CALL = chosen((value) =>
  isRecord(value) && value["type"] === "custom" ? CUSTOM_CALL : FUNCTION_CALL,
);

/** The key of a message, or the first and the last of those that steps have added. */
const PART: Rule = (value) => (typeof value === "string" ? [] : list(number)(value));

const REQUEST = openObject<KeptRequest>({ messages: list(PART) }, { parameters: text });

const STEPS = {
  user: openObject({ ...PLACE, content: CONTENT }),
  reply: openObject<Readonly<Record<string, unknown>>>(
    { ...PLACE, model: text, content: CONTENT, usage: USAGE },
    // A provider may write null for no calls.
    {
      cost: amount,
      answered_by: text,
      aside: trueOrFalse,
      tried: list(
        openObject<Attempt>({ model: text }, { host: text, status: number, error: text }),
      ),
      finish_reason: orNull(text),
      looks_like: openObject({}, { call: text, answer: trueOrFalse }),
      request: REQUEST,
      faults: list(text),
      message: openObject<Pick<AssistantMessage, "tool_calls" | "function_call">>(
        {},
        { tool_calls: orNull(list(CALL)), function_call: FUNCTION },
      ),
    },
  ),
  tool_call: openObject<Readonly<Record<string, unknown>>>(
    { ...PLACE, name: text, arguments: anything },
    { id: text },
  ),
  tool_result: openObject<Readonly<Record<string, unknown>>>(
    { ...PLACE, content: text },
    {
      id: text,
      name: text,
      error: text,
      fault: text,
      to: text,
      file: openObject<ReturnedFile>({ type: text, size: number, sha256: text }, { name: text }),
    },
  ),
  handoff: openObject({ ...PLACE, to: text }),
  context_change: openObject({ ...PLACE, changes: dictionary(anything) }),
  turn_limit: openObject({ ...PLACE, max_turns: number }),
  code: openObject<Readonly<Record<string, unknown>>>(
    { ...PLACE, language: text, exit_code: number, output: text },
    { file: text, stopped: text },
  ),
  said: openObject({ ...PLACE, content: text, by: text }),
  ended: openObject<Readonly<Record<string, unknown>>>(
    { ...PLACE, reason: text, rounds: number },
    { failed: list(openObject({ member: text, message: text })) },
  ),
};

const RULE_OF_STEP = new Map<unknown, Rule>(Object.entries(STEPS));
const STEP = chosen((value) => {
  const rule = isRecord(value) ? RULE_OF_STEP.get(value["type"]) : undefined;
  return rule ?? openObject({ type: oneOf(Object.keys(STEPS)) });
});

/** A version of result files that is read. */
export type ResultVersion = 1 | 2;

/** A case of a result file of each version. */
export const CASE: Readonly<Record<ResultVersion, Rule>> = {
  1: caseRule(openObject({ ...TRIAL, ...VIEWS_1, ...JUDGED, spending: SPENDING })),
  2: caseRule(openObject<TrialResult>({ ...TRIAL, steps: list(STEP) }, { ...JUDGED, ...TOLD })),
};

function caseRule(trial: Rule): Rule {
  return openObject<CaseResult & Pick<TrialResult, "texts">>(
    { id: text, tags: list(text), line: number, verdict: VERDICT, trials: list(trial) },
    {
      reason: text,
      flaky: trueOrFalse,
      texts: dictionary(text),
      estimates: openObject<PassEstimates>(ESTIMATES),
    },
  );
}

/** The head of a result file, without its version. */
export const HEADER = openObject<ResultHeader>(
  {
    suite: text,
    case_file: text,
    agents_module: text,
    started_at: text,
    model_override: orNull(text),
    traffic: oneOfUnion<TrafficMode>({ replay: true, record: true, update: true, live: true }),
    stream: trueOrFalse,
  },
  {
    shard: openObject<Shard>({ index: number, of: number }),
    planned_cases: number,
    failed_before: list(text),
    baseline: text,
    forked_at: text,
    fail_on_errors: trueOrFalse,
    prices: openObject<PriceOrigin>(
      { date: text, source: text },
      { from_config: dictionary(anything) },
    ),
  },
);

const COVERAGE = openObject<CoverageResult>(
  {
    share: amount,
    agents: list(openObject<CoveredAgent>({ agent: text }, { members: list(text) })),
    handoffs: list(openObject({ from: text, to: text })),
    tools: list(openObject({ agent: text, tool: text })),
    context_keys: list(openObject({ key: text })),
    unresolved: list(openObject({ about: text, agents: list(text), source: list(text) })),
  },
  {
    checks: list(openObject({ check: text })),
    transitions: list(openObject({ team: text, from: text, to: text })),
  },
);

const COUNTS = orNull(openObject<Counts>({ passed: number, trials: number }));
const PATH_STEP = orNull(openObject({ agent: text }));
const DIVERGENCE = openObject<Divergence>(
  {
    differs: text,
    step: number,
    rows: list(openObject({ step: number, baseline: PATH_STEP, now: PATH_STEP })),
  },
  { values: list(openObject({ of: text, path: text })) },
);

const GATE = openObject<GateResult>(
  {
    agents: openObject({ changed: list(text), new: list(text), gone: list(text) }),
    counts: dictionary(number),
    cases: list(
      openObject<GateCase>({
        id: text,
        status: text,
        baseline: COUNTS,
        now: COUNTS,
        p_value: amount,
        reason: orNull(text),
        divergence: orNull(DIVERGENCE),
      }),
    ),
    suite: orNull(openObject<GateSuite>({ interval: list(number), p_value: number })),
    smallest_drop: orNull(openObject({ baseline: COUNTS, now: COUNTS })),
  },
  {
    levels: openObject({ cases: number, suite: number }),
    broken_case: openObject({ from: number, to: number, named: number }),
    broke_off: openObject({ trials: number, cases: number }),
    drift: openObject({
      allowed: trueOrFalse,
      cases: list(
        openObject<DriftedCase>({
          id: text,
          line: number,
          trials: number,
          trial: number,
          differs: list(text),
          divergence: orNull(DIVERGENCE),
        }),
      ),
    }),
    scores: list(openObject({ check: text, cases: number, baseline: number, now: number })),
  },
);

/** The end of a result file. */
export const END = openObject<SuiteEnd>(
  {
    duration_ms: number,
    stopped: orNull(
      oneOfUnion<NonNullable<SuiteEnd["stopped"]>>({ interrupted: true, bail: true, budget: true }),
    ),
    summary: openObject<Summary>(
      {
        cases: number,
        trials: number,
        passed: number,
        failed: number,
        errored: number,
        skipped: number,
        pass_rate: amount,
        pass_rate_interval: INTERVAL,
        ...ESTIMATES,
        too_few_trials: dictionary(number),
        usage: USAGE,
        cost: amount,
        spending: SPENDING,
        judge_cost: amount,
        judges: SPENDING,
        leftovers: number,
      },
      {
        flaky: number,
        faults: dictionary(number),
        simulated_users: openObject<SimulatedUsersSummary>({
          ends: dictionary(number),
          faults: number,
          usage: USAGE,
          cost: amount,
          spending: SPENDING,
        }),
      },
    ),
  },
  { coverage: COVERAGE, gate: GATE },
);
