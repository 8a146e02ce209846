import type { ReplyStep } from "./trajectory.ts";

/** What providers write as `finish_reason` for a reply that was to go on, and what ended it. */
const CUTS: Readonly<Record<string, string>> = {
  length: "at its limit of tokens",
  max_tokens: "at its limit of tokens",
  model_length: "at the limit of the model's context",
  content_filter: "by the provider's filter",
};

/** Whether a reply was to go on. */
export function isCutOff({ finishReason = "" }: Pick<ReplyStep, "finishReason">): boolean {
  return Object.hasOwn(CUTS, finishReason);
}

/** What a reader must know of a reply beside its words, each to stand behind "the reply". */
export function remarksOn(reply: Pick<ReplyStep, "finishReason">): string[] {
  const { finishReason = "" } = reply;
  return isCutOff(reply)
    ? [`was cut off ${CUTS[finishReason]} (finish_reason ${finishReason})`]
    : [];
}
