import { oneLine } from "../../text/printable.ts";
import type { TapeHeader } from "../../traffic/tape/tape.ts";

/** `a stand-in`, `api.openai.com`. */
export function whoAnswered({ answered_by: by, hosts }: TapeHeader): string {
  return by === "stand-in" ? "a stand-in" : oneLine(hosts.join(", "), 60);
}

/** Ids and files as they are listed: on one line, not too long. */
export function shortLine(text: string): string {
  return oneLine(text, 60);
}
