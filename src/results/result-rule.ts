import type { Rule } from "../json/fault.ts";
import { openObject } from "../json/object-rule.ts";
import {
  anything,
  dictionary,
  list,
  number,
  oneOf,
  orNull,
  string,
  trueOrFalse,
} from "../json/rules.ts";
import type { Counts } from "../stats/counts.ts";
import type {
  CoverageResult,
  CoveredAgent,
  CoveredHandoff,
  CoveredKey,
  CoveredTool,
  Untold,
} from "./coverage-result.ts";
import type {
  GateCase,
  GateResult,
  GateSuite,
  PartedValue,
  Parting,
  PathStep,
} from "./gate-result.ts";
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

/** One of the texts of a union: as keys, so that the compiler misses those that are left out. */
function union<Text extends string>(texts: Readonly<Record<Text, true>>): Rule {
  return oneOf(Object.keys(texts));
}

const VERDICT = union<Verdict>({ passed: true, failed: true, errored: true, skipped: true });
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

const TRIAL = openObject<TrialResult>({
  trial: number,
  model: text,
  verdict: VERDICT,
  checks: list(
    openObject<CheckResult>({ check: text, turn: AMOUNT, verdict: VERDICT, reason: text }),
  ),
  turns: list(openObject<TurnResult>({ messages: list(openObject({})), agent: text })),
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

const COUNTS = orNull(openObject<Counts>({ passed: number, trials: number }));
const STEP = orNull(openObject<PathStep>({ turn: number, agent: text }));

const GATE = openObject<GateResult>({
  baseline: text,
  blessed_at: text,
  verdict: union<GateResult["verdict"]>({ passed: true, regressed: true }),
  rule: union<GateResult["rule"]>({ replay: true, sampled: true }),
  alpha: number,
  agents: openObject<GateResult["agents"]>({
    changed: list(text),
    new: list(text),
    gone: list(text),
  }),
  counts: dictionary(number),
  cases: list(
    openObject<GateCase>({
      id: text,
      line: AMOUNT,
      status: text,
      baseline: COUNTS,
      now: COUNTS,
      p_value: AMOUNT,
      reason: orNull(text),
      parting: orNull(
        openObject<Parting>(
          {
            differs: union<Parting["differs"]>({
              step: true,
              arguments: true,
              result: true,
              context: true,
              state: true,
              wording: true,
            }),
            step: number,
            turn: number,
            answered_otherwise: AMOUNT,
            baseline_trial: number,
            trial: number,
            rows: list(
              openObject<Parting["rows"][number]>({ step: number, baseline: STEP, now: STEP }),
            ),
          },
          { values: list(openObject<PartedValue>({ of: text, path: text })) },
        ),
      ),
    }),
  ),
  suite: orNull(
    openObject<GateSuite>({
      cases: number,
      verdict: text,
      baseline_rate: number,
      rate: number,
      difference: number,
      interval: list(number),
      p_value: number,
      detectable: AMOUNT,
    }),
  ),
  smallest_drop: orNull(
    openObject<NonNullable<GateResult["smallest_drop"]>>({ baseline: COUNTS, now: COUNTS }),
  ),
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
    traffic: union<TrafficMode>({ replay: true, record: true, update: true, live: true }),
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
      union<NonNullable<SuiteEnd["stopped"]>>({ interrupted: true, bail: true, budget: true }),
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
    coverage: openObject<CoverageResult>({
      share: AMOUNT,
      agents: list(
        openObject<CoveredAgent>({ agent: text, known: trueOrFalse, covered: trueOrFalse }),
      ),
      handoffs: list(openObject<CoveredHandoff>({ from: text, to: text, covered: trueOrFalse })),
      tools: list(openObject<CoveredTool>({ agent: text, tool: text, covered: trueOrFalse })),
      context_keys: list(openObject<CoveredKey>({ key: text, covered: trueOrFalse })),
      untold: list(
        openObject<Untold>({ about: text, function: text, agents: list(text), source: list(text) }),
      ),
    }),
    gate: GATE,
  },
);

/** A result of which all cases are read at once. */
export const CASES = openObject<SuiteResult>({ cases: list(CASE) });
