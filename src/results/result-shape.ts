import type { Shape } from "./shape.ts";

const VERDICT: Shape = { oneOf: ["passed", "failed", "errored", "skipped"] };

const USAGE: Shape = {
  orNull: {
    fields: { prompt_tokens: "number", completion_tokens: "number", cached_tokens: "number" },
  },
};

const AMOUNT: Shape = { orNull: "number" };

const SPENDING: Shape = { values: { fields: { calls: "number", usage: USAGE, cost: AMOUNT } } };

const BY_K: Shape = { values: { orNull: "number" } };
const INTERVALS: Shape = { values: { orNull: { list: "number" } } };

const ESTIMATES: Readonly<Record<string, Shape>> = {
  pass_hat_k: BY_K,
  pass_hat_k_interval: INTERVALS,
  pass_at_k: BY_K,
  pass_at_k_interval: INTERVALS,
};

const TRIAL: Shape = {
  fields: {
    trial: "number",
    model: "text",
    verdict: VERDICT,
    checks: {
      list: { fields: { check: "text", turn: AMOUNT, verdict: VERDICT, reason: "text" } },
    },
    turns: {
      list: { fields: { user: "anything", messages: { list: { fields: {} } }, agent: "text" } },
    },
    starting_agent: { orNull: "text" },
    final_agent: { orNull: "text" },
    handoffs: { list: { fields: { turn: "number", from: "text", to: "text" } } },
    tool_calls: {
      list: {
        fields: {
          turn: "number",
          agent: "text",
          name: "text",
          arguments: "anything",
          result: { orNull: "text" },
          error: { orNull: "text" },
        },
      },
    },
    context_variables: { values: "anything" },
    state: "anything",
    model_calls: "number",
    usage: USAGE,
    cost: AMOUNT,
    spending: SPENDING,
    judge_usage: USAGE,
    judge_cost: AMOUNT,
    judges: SPENDING,
    duration_ms: "number",
    error: { orNull: { fields: { kind: "text", message: "text" } } },
    leftovers: { list: "text" },
  },
};

/** A case of a result file. */
export const CASE: Shape = {
  fields: {
    id: "text",
    tags: { list: "text" },
    line: "number",
    verdict: VERDICT,
    reason: { optional: "text" },
    trials: { list: TRIAL },
    usage: USAGE,
    cost: AMOUNT,
    estimates: { optional: { fields: ESTIMATES } },
  },
};

/** What stands at the head of a result file, but for its version. */
export const HEADER: Shape = {
  fields: {
    suite: "text",
    case_file: "text",
    agents_module: "text",
    started_at: "text",
    model_override: { orNull: "text" },
    traffic: { oneOf: ["replay", "record", "update", "live"] },
    stream: "boolean",
  },
};

/** What stands at its end. */
export const END: Shape = {
  fields: {
    duration_ms: "number",
    stopped: { orNull: { oneOf: ["interrupted", "bail", "budget"] } },
    summary: {
      fields: {
        cases: "number",
        trials: "number",
        passed: "number",
        failed: "number",
        errored: "number",
        skipped: "number",
        pass_rate: AMOUNT,
        pass_rate_interval: { orNull: { list: "number" } },
        ...ESTIMATES,
        too_few_trials: { values: "number" },
        usage: USAGE,
        cost: AMOUNT,
        spending: SPENDING,
        judge_usage: USAGE,
        judge_cost: AMOUNT,
        judges: SPENDING,
        leftovers: "number",
      },
    },
  },
};
