import type { GateResult, Parting } from "./gate-result.ts";
import type { SuiteEnd, TrafficMode, Verdict } from "./result.ts";
import {
  anything,
  fields,
  list,
  number,
  oneOf,
  optional,
  orNull,
  text,
  truth,
  values,
} from "./shape.ts";

const VERDICT = oneOf<Verdict>({ passed: true, failed: true, errored: true, skipped: true });
const USAGE = orNull(
  fields({ prompt_tokens: number, completion_tokens: number, cached_tokens: number }),
);
const AMOUNT = orNull(number);
const SPENDING = values(fields({ calls: number, usage: USAGE, cost: AMOUNT }));
const BY_K = values(AMOUNT);
const INTERVAL = orNull(list(number));
const ESTIMATES = {
  pass_hat_k: BY_K,
  pass_hat_k_interval: values(INTERVAL),
  pass_at_k: BY_K,
  pass_at_k_interval: values(INTERVAL),
};

const TRIAL = fields({
  trial: number,
  model: text,
  verdict: VERDICT,
  checks: list(fields({ check: text, turn: AMOUNT, verdict: VERDICT, reason: text })),
  turns: list(
    fields({
      user: anything,
      messages: list(fields({})),
      agent: text,
      broke_off: optional(anything),
    }),
  ),
  starting_agent: orNull(text),
  final_agent: orNull(text),
  handoffs: list(fields({ turn: number, from: text, to: text })),
  tool_calls: list(
    fields({
      turn: number,
      agent: text,
      name: text,
      arguments: anything,
      result: orNull(text),
      error: orNull(text),
      context_variables: optional(values(anything)),
    }),
  ),
  context_variables: values(anything),
  state: anything,
  model_calls: number,
  usage: USAGE,
  cost: AMOUNT,
  spending: SPENDING,
  judge_usage: USAGE,
  judge_cost: AMOUNT,
  judges: SPENDING,
  duration_ms: number,
  error: orNull(fields({ kind: text, message: text })),
  leftovers: list(text),
});

const COUNTS = orNull(fields({ passed: number, trials: number }));
const STEP = orNull(fields({ turn: number, agent: text }));

const GATE = fields({
  baseline: text,
  blessed_at: text,
  verdict: oneOf<GateResult["verdict"]>({ passed: true, regressed: true }),
  rule: oneOf<GateResult["rule"]>({ replay: true, sampled: true }),
  alpha: number,
  agents: fields({ changed: list(text), new: list(text), gone: list(text) }),
  counts: values(number),
  cases: list(
    fields({
      id: text,
      line: AMOUNT,
      status: text,
      baseline: COUNTS,
      now: COUNTS,
      p_value: AMOUNT,
      reason: orNull(text),
      parting: orNull(
        fields({
          differs: oneOf<Parting["differs"]>({
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
          rows: list(fields({ step: number, baseline: STEP, now: STEP })),
          values: optional(list(fields({ of: text, path: text }))),
        }),
      ),
    }),
  ),
  suite: orNull(
    fields({
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
  smallest_drop: orNull(fields({ baseline: COUNTS, now: COUNTS })),
});

/** A case of a result file. */
export const CASE = fields({
  id: text,
  tags: list(text),
  line: number,
  verdict: VERDICT,
  reason: optional(text),
  trials: list(TRIAL),
  usage: USAGE,
  cost: AMOUNT,
  estimates: optional(fields(ESTIMATES)),
});

const PRICE = fields({
  input: number,
  output: number,
  cached_input: optional(number),
  max_output: optional(number),
});

/** What stands at the head of a result file, but for its version. */
export const HEADER = fields({
  suite: text,
  case_file: text,
  agents_module: text,
  started_at: text,
  model_override: orNull(text),
  traffic: oneOf<TrafficMode>({ replay: true, record: true, update: true, live: true }),
  stream: truth,
  planned_cases: optional(number),
  baseline: optional(text),
  prices: optional(fields({ date: text, source: text, from_config: optional(values(PRICE)) })),
});

/** What stands at its end. */
export const END = fields({
  duration_ms: number,
  stopped: orNull(
    oneOf<NonNullable<SuiteEnd["stopped"]>>({ interrupted: true, bail: true, budget: true }),
  ),
  summary: fields({
    cases: number,
    trials: number,
    passed: number,
    failed: number,
    errored: number,
    skipped: number,
    pass_rate: AMOUNT,
    pass_rate_interval: INTERVAL,
    ...ESTIMATES,
    too_few_trials: values(number),
    usage: USAGE,
    cost: AMOUNT,
    spending: SPENDING,
    judge_usage: USAGE,
    judge_cost: AMOUNT,
    judges: SPENDING,
    leftovers: number,
  }),
  coverage: optional(
    fields({
      share: AMOUNT,
      agents: list(fields({ agent: text, known: truth, covered: truth })),
      handoffs: list(fields({ from: text, to: text, covered: truth })),
      tools: list(fields({ agent: text, tool: text, covered: truth })),
      context_keys: list(fields({ key: text, covered: truth })),
      untold: list(fields({ about: text, function: text, agents: list(text), source: list(text) })),
    }),
  ),
  gate: optional(GATE),
});

/** The cases of a whole result. */
export const CASES = list(CASE);
