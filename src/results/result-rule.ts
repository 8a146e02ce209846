import {
  anything,
  chosen,
  dictionary,
  list,
  number,
  oneOfUnion,
  openObject,
  orNull,
  string,
  trueOrFalse,
} from "../json/rules.ts";
import { COVERAGE } from "./coverage-result-rule.ts";
import { GATE } from "./gate-result-rule.ts";
import type { Price, PriceOrigin } from "./price.ts";
import type {
  CaseResult,
  CheckResult,
  HandoffResult,
  PassEstimates,
  ResultHeader,
  Spending,
  SuiteEnd,
  SuiteResult,
  Summary,
  TokenUsage,
  ToolCallResult,
  TrafficMode,
  TrialError,
  TrialResult,
  TurnResult,
  Verdict,
} from "./result.ts";

const text = string();

const VERDICT = oneOfUnion<Verdict>({ passed: true, failed: true, errored: true, skipped: true });
const USAGE = orNull(
  openObject<TokenUsage>({
    prompt_tokens: number,
    completion_tokens: number,
    cached_tokens: number,
  }),
);
const AMOUNT = orNull(number);
const SPENDING = dictionary(openObject<Spending>({ calls: number, usage: USAGE, cost: AMOUNT }));
const BY_K = dictionary(AMOUNT);
const INTERVAL = orNull(list(number));
const ESTIMATES = {
  pass_hat_k: BY_K,
  pass_hat_k_interval: dictionary(INTERVAL),
  pass_at_k: BY_K,
  pass_at_k_interval: dictionary(INTERVAL),
};

const AGENTS = chosen((value) => (typeof value === "string" ? text : list(text)));

/** A provider may write null for no calls. */
const MESSAGE = openObject<TurnResult["messages"][number]>(
  {},
  { tool_calls: orNull(list(openObject({}))) },
);

const TRIAL = openObject<TrialResult>({
  trial: number,
  model: text,
  verdict: VERDICT,
  checks: list(
    openObject<CheckResult>(
      { check: text, turn: AMOUNT, verdict: VERDICT, reason: text },
      { expected: AGENTS, actual: AGENTS },
    ),
  ),
  turns: list(openObject<TurnResult>({ messages: list(MESSAGE), agent: text })),
  starting_agent: orNull(text),
  final_agent: orNull(text),
  handoffs: list(openObject<HandoffResult>({ turn: number, from: text, to: text })),
  tool_calls: list(
    openObject<ToolCallResult>(
      { turn: number, agent: text, name: text, result: orNull(text), error: orNull(text) },
      { context_variables: dictionary(anything) },
    ),
  ),
  context_variables: dictionary(anything),
  model_calls: number,
  usage: USAGE,
  cost: AMOUNT,
  spending: SPENDING,
  judge_usage: USAGE,
  judge_cost: AMOUNT,
  judges: SPENDING,
  duration_ms: number,
  error: orNull(openObject<TrialError>({ kind: text, message: text })),
  leftovers: list(text),
});

/** A case of a result file. */
export const CASE = openObject<CaseResult>(
  {
    id: text,
    tags: list(text),
    line: number,
    verdict: VERDICT,
    trials: list(TRIAL),
    usage: USAGE,
    cost: AMOUNT,
  },
  { reason: text, estimates: openObject<PassEstimates>(ESTIMATES) },
);

const PRICE = openObject<Price>(
  { input: number, output: number },
  { cached_input: number, max_output: number },
);

/** What stands at the head of a result file, but for its version. */
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
    planned_cases: number,
    baseline: text,
    prices: openObject<PriceOrigin>(
      { date: text, source: text },
      { from_config: dictionary(PRICE) },
    ),
  },
);

/** What stands at its end. */
export const END = openObject<SuiteEnd>(
  {
    duration_ms: number,
    stopped: orNull(
      oneOfUnion<NonNullable<SuiteEnd["stopped"]>>({ interrupted: true, bail: true, budget: true }),
    ),
    summary: openObject<Summary>({
      cases: number,
      trials: number,
      passed: number,
      failed: number,
      errored: number,
      skipped: number,
      pass_rate: AMOUNT,
      pass_rate_interval: INTERVAL,
      ...ESTIMATES,
      too_few_trials: dictionary(number),
      usage: USAGE,
      cost: AMOUNT,
      spending: SPENDING,
      judge_usage: USAGE,
      judge_cost: AMOUNT,
      judges: SPENDING,
      leftovers: number,
    }),
  },
  {
    coverage: COVERAGE,
    gate: GATE,
  },
);

/** A result of which all cases are read at once. */
export const CASES = openObject<SuiteResult>({ cases: list(CASE) });
