import type { Rule } from "../json/fault.ts";
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
import { COVERAGE } from "./coverage-result.ts";
import { GATE } from "./gate-result.ts";
import type { Price, PriceOrigin } from "./price.ts";
import type {
  CaseResult,
  CheckResult,
  PassEstimates,
  ResultHeader,
  Spending,
  SuiteEnd,
  Summary,
  TrafficMode,
  TrialError,
  TrialResult,
  Verdict,
} from "./result.ts";
import type { Usage } from "../trajectory/trajectory.ts";
import { VIEWS_1 } from "./version-1.ts";
import { WRITTEN_STEPS } from "./written-trial.ts";

const text = string();

const VERDICT = oneOfUnion<Verdict>({ passed: true, failed: true, errored: true, skipped: true });
const USAGE = orNull(
  openObject<Usage>({
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

/** What a trial has in every version, but for what happened in it. */
const TRIAL = {
  trial: number,
  model: text,
  verdict: VERDICT,
  checks: list(
    openObject<CheckResult>(
      { check: text, turn: AMOUNT, verdict: VERDICT, reason: text },
      { expected: AGENTS, actual: AGENTS },
    ),
  ),
  starting_agent: orNull(text),
  final_agent: orNull(text),
  context_variables: dictionary(anything),
  model_calls: number,
  usage: USAGE,
  cost: AMOUNT,
  duration_ms: number,
  error: orNull(openObject<TrialError>({ kind: text, message: text }, { turn: number })),
  leftovers: list(text),
} as const;

/** What is there of a trial whose replies were judged. */
const JUDGED = { judge_usage: USAGE, judge_cost: AMOUNT, judges: SPENDING } as const;

const TRIALS: Readonly<Record<ResultVersion, Rule>> = {
  1: openObject({ ...TRIAL, ...VIEWS_1, ...JUDGED, spending: SPENDING }),
  2: openObject<TrialResult>({ ...TRIAL, steps: WRITTEN_STEPS }, JUDGED),
};

/** A version of result files that is read. */
export type ResultVersion = 1 | 2;

/** A case of a result file of each version. */
export const CASE: Readonly<Record<ResultVersion, Rule>> = {
  1: caseRule(TRIALS[1]),
  2: caseRule(TRIALS[2]),
};

function caseRule(trial: Rule): Rule {
  return openObject<CaseResult>(
    {
      id: text,
      tags: list(text),
      line: number,
      verdict: VERDICT,
      trials: list(trial),
    },
    { reason: text, estimates: openObject<PassEstimates>(ESTIMATES) },
  );
}

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
