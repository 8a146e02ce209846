import type { Attempt, ReplyStep } from "./trajectory.ts";

/** What providers write as `finish_reason` for a reply that was to go on, and what ended it. */
const CUTS: Readonly<Record<string, string>> = {
  length: "at its limit of tokens",
  max_tokens: "at its limit of tokens",
  model_length: "at the limit of the model's context",
  content_filter: "by the provider's filter",
};

/** What Groq says of a call that its server could not read; it answers with an error in place of a reply. */
export const UNREADABLE_CALL = "tool_use_failed";

/** Whether a reply was to go on. */
export function isCutOff({ finishReason = "" }: Pick<ReplyStep, "finishReason">): boolean {
  return Object.hasOwn(CUTS, finishReason);
}

/** What a reader must know of a reply beside its words, each to stand behind "the reply". */
export function remarksOn(
  reply: Pick<ReplyStep, "model" | "tried" | "faults" | "finishReason" | "looksLike">,
): string[] {
  const { model, tried, faults = [], finishReason = "", looksLike } = reply;
  return [
    ...(faults.length === 0 ? [] : [`had a fault put in: ${faults.join(", ")}`]),
    ...(tried === undefined
      ? []
      : [`came from ${model}, after ${tried.map(attemptText).join(" and ")}`]),
    ...(isCutOff(reply)
      ? [`was cut off ${CUTS[finishReason]}: finish_reason ${finishReason}`]
      : []),
    ...(finishReason === UNREADABLE_CALL
      ? [`is what the model wrote for a call that the server could not read: ${UNREADABLE_CALL}`]
      : []),
    ...(looksLike === undefined ? [] : [`looks like ${likeness(looksLike)}. ${REMEDY}`]),
  ];
}

/** An attempt for a reader: `gpt-5.4 at api.openai.com failed with 503`. */
export function attemptText({ model, host, status, error }: Attempt): string {
  const where = host === undefined ? "" : ` at ${host}`;
  return `${model}${where} failed with ${status ?? error}`;
}

const REMEDY =
  "If a server of your own gave it, its chat template or tool parser may not fit the model";

function likeness(looksLike: NonNullable<ReplyStep["looksLike"]>): string {
  if ("answer" in looksLike) return "the answer of a tool, and is the model's own";
  const { call } = looksLike;
  return `a call of ${call === "" ? "a tool" : call}, written as text`;
}
