import { isRecord } from "../json/is-record.ts";
import { parseIfJson } from "../json/parse-if-json.ts";
import { show } from "../json/show.ts";
import type { Reply } from "../swarm/reply.ts";
import { contentText } from "../swarm/reply.ts";

/** One vote of a judge: its verdict with the reason, or why it gave none. */
export type Vote =
  | { readonly verdict: "passed" | "failed"; readonly reason: string }
  | { readonly verdict: undefined; readonly reason: string };

/** Reads a judge's answer. Whatever is not exactly what was asked for is no verdict. */
export function readVerdict({ message, finishReason }: Reply): Vote {
  if (message.refusal !== undefined) return none(`it refused: ${excerpt(message.refusal)}`);
  const text = contentText(message.content);
  if (finishReason === "length")
    return none(`its answer was cut off at the length limit: ${excerpt(text)}`);
  const answer = parseIfJson(text);
  if (!isRecord(answer)) return none(`it answered ${excerpt(text)} instead of a JSON object`);
  const { verdict, reason } = answer;
  if (verdict !== "passed" && verdict !== "failed")
    return none(`its verdict is neither "passed" nor "failed": ${excerpt(text)}`);
  if (typeof reason !== "string" || reason.trim() === "")
    return none(`it gave a verdict without a reason: ${excerpt(text)}`);
  return { verdict, reason: reason.trim() };
}

/** A vote that could not be had. */
export function none(reason: string): Vote {
  return { verdict: undefined, reason };
}

const MOST_CHARACTERS = 300;

function excerpt(text: string): string {
  return show(text, MOST_CHARACTERS);
}
