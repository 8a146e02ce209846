import { oneLine } from "../../text/printable.ts";
import type { TapeHeader } from "../../traffic/tape/tape.ts";

/** `812 B`, `1.2 kB`, `3.4 MB`. */
export function size(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  const [scaled, unit] = bytes < 999_500 ? [bytes / 1e3, "kB"] : [bytes / 1e6, "MB"];
  return `${scaled < 9.95 ? scaled.toFixed(1) : Math.round(scaled)} ${unit}`;
}

/** `a stand-in`, `api.openai.com`. */
export function whoAnswered({ answered_by: by, hosts }: TapeHeader): string {
  return by === "stand-in" ? "a stand-in" : oneLine(hosts.join(", "), 60);
}

/** Ids and files as they are listed: on one line, not too long. */
export function shortLine(text: string): string {
  return oneLine(text, 60);
}
