import { readLines } from "../cases/reading/read-lines.ts";
import { nearest } from "../text/nearest.ts";

/** Something in a case that is most likely a slip. Lines count from 1. */
export interface Doubt {
  readonly line: number;
  /** What stands there, by which its column is found. */
  readonly name: string;
  readonly message: string;
}

/** A line for each doubt, in the order of the file: `cases.jsonl:1:48: warning: …`. */
export async function doubtLines(file: string, doubts: readonly Doubt[]): Promise<string[]> {
  if (doubts.length === 0) return [];
  const byLine = Map.groupBy(doubts, ({ line }) => line);
  const all: string[] = [];
  for await (const lines of readLines(file)) {
    for (const { number, text } of lines) {
      const here = (byLine.get(number) ?? []).map(({ name, message }) => ({
        column: columnOf(name, text),
        message,
      }));
      for (const { column, message } of here.sort((one, other) => one.column - other.column))
        all.push(`${file}:${number}:${column}: warning: ${message}`);
    }
  }
  return all;
}

/** Where a name stands first in the expectations of a line. */
function columnOf(name: string, line: string): number {
  const written = JSON.stringify(name);
  const at = line.indexOf(written, Math.max(0, line.indexOf('"expect"')));
  return (at < 0 ? line.indexOf(written) : at) + 1 || 1;
}

/** ` Did you mean "refund"?`, if one of the known names is near. */
export function hint(name: string, known: Iterable<string>): string {
  const near = likely(name, known);
  return near === undefined ? "" : ` Did you mean ${JSON.stringify(near)}?`;
}

/** The name that was probably meant. Names that differ only in their digits are different things. */
export function likely(name: string, known: Iterable<string>): string | undefined {
  const others = [...known].filter((other) => withoutDigits(other) !== withoutDigits(name));
  return nearest(name, others);
}

function withoutDigits(name: string): string {
  return name.replaceAll(/\d/g, "");
}
