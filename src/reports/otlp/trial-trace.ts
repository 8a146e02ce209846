import type { CaseResult, CheckResult, ResultHeader, TrialResult } from "../../results/result.ts";
import { answerTo } from "../../trajectory/calls.ts";
import { requestOf, type Texts } from "../../trajectory/requests.ts";
import type { ReplyStep, Trajectory, TrajectoryStep } from "../../trajectory/trajectory.ts";
import { genAiMessages, withoutInstructions } from "./genai-messages.ts";
import { KIND, Trace, type OtlpSpan } from "../otlp-span.ts";

/** A trial, with what its trace says of its case and its run. */
export interface TracedTrial {
  readonly header: Pick<ResultHeader, "suite" | "started_at" | "variant">;
  readonly case: Pick<CaseResult, "id" | "tags">;
  readonly trial: TrialResult;
  /** What its requests refer to. */
  readonly texts: Texts;
}

/**
 * A trial as spans of OpenTelemetry's conventions for generative AI: the trial, its turns, in them the agents, and in these
 * what they asked models and tools. Checks are events `gen_ai.evaluation.result` of the turn or the trial that they are of.
 */
export function trialTrace({ header, case: played, trial, texts }: TracedTrial): OtlpSpan[] {
  const { suite, started_at, variant } = header;
  const id = [suite, played.id, variant, trial.trial]
    .filter((part) => part !== undefined)
    .join("/");
  const trace = new Trace(`${started_at} ${id}`, Date.parse(started_at));
  const root = trace.add({
    name: `${suite} ${played.id}`,
    from: 0,
    to: Math.max(trial.duration_ms, trial.steps.at(-1)?.at ?? 0),
    attributes: {
      "gen_ai.conversation.id": id,
      "test.suite.name": suite,
      "test.case.name": played.id,
      "test.case.result.status": trial.verdict === "passed" ? "pass" : "fail",
      "swarm_eval.trial": trial.trial,
      "swarm_eval.verdict": trial.verdict,
      "swarm_eval.tags": played.tags,
      "swarm_eval.cost": trial.cost ?? undefined,
      "error.type": trial.error?.kind,
    },
    events: trial.checks.filter(({ turn }) => turn === null).map(evaluation),
    error: trial.error?.message ?? trial.checks.find(({ verdict }) => verdict === "failed")?.reason,
  });
  const drawing = new Drawing(trace, id, trial.steps, texts);
  for (const [turn, steps] of Map.groupBy(trial.steps, (step) => step.turn)) {
    const from = steps[0]?.at ?? 0;
    const parent = trace.add(
      {
        name: `turn ${turn}`,
        from,
        to: steps.at(-1)?.at ?? from,
        attributes: { "gen_ai.conversation.id": id, "swarm_eval.turn": turn },
        events: trial.checks.filter((check) => check.turn === turn).map(evaluation),
      },
      root,
    );
    drawing.add(steps, parent);
  }
  return trace.spans;
}

function evaluation({ check, verdict, score, reason }: CheckResult) {
  return {
    name: "gen_ai.evaluation.result",
    attributes: {
      "gen_ai.evaluation.name": check,
      "gen_ai.evaluation.score.label": verdict,
      "gen_ai.evaluation.score.value": score ?? (verdict === "passed" ? 1 : 0),
      "gen_ai.evaluation.explanation": reason,
    },
  };
}

/** Adds the spans of steps to a trace. */
class Drawing {
  readonly #trace: Trace;
  readonly #conversation: string;
  readonly #all: Trajectory;
  readonly #texts: Texts;

  constructor(trace: Trace, conversation: string, all: Trajectory, texts: Texts) {
    this.#trace = trace;
    this.#conversation = conversation;
    this.#all = all;
    this.#texts = texts;
  }

  /** Steps in a row, as spans of their agents: what others did while a tool ran is within that tool's span. */
  add(steps: Trajectory, parent: string): void {
    for (let index = 0; index < steps.length;) {
      const first = steps[index] as TrajectoryStep;
      const { agent } = first;
      const end = this.#endOfAgent(steps, index);
      const own = steps.slice(index, end);
      index = end;
      // A user speaks to an agent that need not answer.
      if (own.every(({ type }) => type === "user" || type === "handoff")) continue;
      const span = this.#trace.add(
        {
          name: `invoke_agent ${agent}`,
          from: this.#begin(first),
          to: own.at(-1)?.at ?? first.at,
          attributes: { ...this.#common("invoke_agent"), "gen_ai.agent.name": agent },
        },
        parent,
      );
      this.#addOwn(own, span);
    }
  }

  #endOfAgent(steps: Trajectory, start: number): number {
    let end = start;
    while (end < steps.length && steps[end]?.agent === steps[start]?.agent)
      end = Math.max(end, answerTo(steps, end)) + 1;
    return end;
  }

  #addOwn(steps: Trajectory, parent: string): void {
    for (let index = 0; index < steps.length; index++) {
      const step = steps[index] as TrajectoryStep;
      if (step.type === "reply") this.#addReply(step, parent);
      if (step.type !== "tool_call") continue;
      const answer = answerTo(steps, index);
      const span = this.#addCall(step, steps[answer], parent);
      if (answer < 0) continue;
      this.add(steps.slice(index + 1, answer), span);
      index = answer;
    }
  }

  #addReply(step: ReplyStep & TrajectoryStep, parent: string): void {
    const { agent, model, answeredBy, usage, finishReason, message } = step;
    const request = requestOf(step, this.#all, this.#texts);
    const { instructions, rest } = withoutInstructions(request?.messages ?? []);
    const { tools, temperature, top_p, max_tokens } = request?.parameters ?? {};
    this.#trace.add(
      {
        name: `chat ${model}`,
        kind: KIND.client,
        from: this.#begin(step),
        to: step.at,
        attributes: {
          ...this.#common("chat"),
          "gen_ai.agent.name": agent,
          "gen_ai.request.model": model,
          "gen_ai.response.model": answeredBy,
          "gen_ai.request.temperature": asNumber(temperature),
          "gen_ai.request.top_p": asNumber(top_p),
          "gen_ai.request.max_tokens": asNumber(max_tokens),
          "gen_ai.response.finish_reasons": finishReason === undefined ? undefined : [finishReason],
          "gen_ai.usage.input_tokens": usage?.prompt_tokens,
          "gen_ai.usage.output_tokens": usage?.completion_tokens,
          "gen_ai.usage.cache_read.input_tokens": usage?.cached_tokens,
          "gen_ai.system_instructions": instructions,
          "gen_ai.input.messages": request && genAiMessages(rest),
          "gen_ai.output.messages": genAiMessages([message], finishReason ?? "stop"),
          "gen_ai.tool.definitions": tools === undefined ? undefined : JSON.stringify(tools),
        },
      },
      parent,
    );
  }

  #addCall(
    { agent, name, id, arguments: args, at }: TrajectoryStep & { type: "tool_call" },
    answer: TrajectoryStep | undefined,
    parent: string,
  ): string {
    const result = answer?.type === "tool_result" ? answer : undefined;
    return this.#trace.add(
      {
        name: `execute_tool ${name}`,
        from: at,
        to: result?.at ?? at,
        attributes: {
          ...this.#common("execute_tool"),
          "gen_ai.agent.name": agent,
          "gen_ai.tool.name": name,
          "gen_ai.tool.type": "function",
          "gen_ai.tool.call.id": id,
          "gen_ai.tool.call.arguments": typeof args === "string" ? args : JSON.stringify(args),
          "gen_ai.tool.call.result": result?.content,
          "swarm_eval.handoff.to": result?.to,
          "error.type": result?.failure,
        },
        error: result?.error,
      },
      parent,
    );
  }

  /** A step is kept when it is over: what leads to it begins with the one before, but for what a user says. */
  #begin(step: TrajectoryStep): number {
    if (step.type === "user") return step.at;
    return this.#all[this.#all.indexOf(step) - 1]?.at ?? 0;
  }

  /** Whoever serves a model is asked as OpenAI's API is. */
  #common(operation: string) {
    return {
      "gen_ai.operation.name": operation,
      "gen_ai.provider.name": "openai",
      "gen_ai.conversation.id": this.#conversation,
    };
  }
}

function asNumber(value: unknown): number | undefined {
  return typeof value === "number" ? value : undefined;
}
