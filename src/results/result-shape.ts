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

const VERDICT = oneOf("passed", "failed", "errored", "skipped");
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
  turns: list(fields({ user: anything, messages: list(fields({})), agent: text })),
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

/** What stands at the head of a result file, but for its version. */
export const HEADER = fields({
  suite: text,
  case_file: text,
  agents_module: text,
  started_at: text,
  model_override: orNull(text),
  traffic: oneOf("replay", "record", "update", "live"),
  stream: truth,
});

/** What stands at its end. */
export const END = fields({
  duration_ms: number,
  stopped: orNull(oneOf("interrupted", "bail", "budget")),
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
});

/** The cases of a whole result. */
export const CASES = list(CASE);
