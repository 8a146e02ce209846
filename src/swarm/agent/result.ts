import type { ContextVariables } from "../../trajectory/trajectory.ts";
import { refusePythonNames, type Agent } from "./agent.ts";

/** What a result is made of; an empty answer by default. */
export interface ResultOptions {
  /** What the model reads as the tool's answer. */
  readonly value?: unknown;
  /** Hands the conversation to this agent. */
  readonly agent?: Agent | undefined;
  /** Merged into the context variables after all calls of the message. */
  readonly contextVariables?: object | undefined;
}

const RESULT = Symbol.for("swarm-eval.result");

/** What a function returns to hand off, to update context variables, or both. */
export class Result {
  readonly value: unknown;
  readonly agent: Agent | undefined;
  readonly contextVariables: ContextVariables;

  /** Throws a TypeError for options in the spelling of Python. */
  constructor(options: ResultOptions = {}) {
    refusePythonNames(options, "A result");
    this.value = options.value ?? "";
    this.agent = options.agent;
    this.contextVariables = (options.contextVariables ?? {}) as ContextVariables;
  }

  get [RESULT](): true {
    return true;
  }
}

/** Whether a value is a result, of whichever copy of this package. */
export function isResult(value: unknown): value is Result {
  return typeof value === "object" && value !== null && RESULT in value;
}
