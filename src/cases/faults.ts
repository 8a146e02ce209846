import type { Expectation } from "./expectation.ts";

/**
 * What a call of a tool is given. In place of the tool: no answer in time, an error, or another result, any JSON. Of what
 * the tool answers: nothing (`lost`), only the beginning, a damaged text, or all of it so many milliseconds later.
 */
export type ToolGive =
  | "timeout"
  | "error"
  | "lost"
  | "truncated"
  | "corrupt"
  | { readonly error: string }
  | { readonly result: unknown }
  | { readonly slow: number };

/** What a request to a model is given: a status or a refusal in place of a reply, or a connection that breaks before or in it. */
export type ModelGive = 429 | 500 | "reset" | "cut" | "refusal";

/** A fault that is put into a call of a tool. */
export interface ToolFault {
  readonly tool: string;
  /** Which call of the tool in the trial, from 1, or every one. */
  readonly call: number | "every";
  readonly give: ToolGive;
}

/** A fault that is put into a request to a model. */
export interface ModelFault {
  /** Which request of the trial to a model of its agents, from 1. */
  readonly model_call: number;
  readonly give: ModelGive;
}

/** A fault that a case has put in. */
export type CaseFault = ToolFault | ModelFault;

/** What a fault gives in a word: `timeout`, `slow`, `429`. */
export function nameOf({ give }: Pick<CaseFault, "give">): string {
  return typeof give === "object" ? (Object.keys(give)[0] ?? "") : String(give);
}

/** Expectations that agents meet whether or not they recover from a fault. */
export const LIMITS: ReadonlySet<string> = new Set<keyof Expectation>([
  "max_model_calls",
  "max_tokens",
  "max_cost",
  "max_latency_ms",
  "tool_errors",
]);
