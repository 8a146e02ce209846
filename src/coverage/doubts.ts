import { caseTexts } from "../cases/reading/case-texts.ts";
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
  for await (const { line, text, placeOf } of caseTexts(file, new Set(byLine.keys()))) {
    const here = (byLine.get(line) ?? []).map(({ name, message }) => ({
      offset: offsetOf(name, text),
      message,
    }));
    for (const { offset, message } of here.sort((one, other) => one.offset - other.offset)) {
      const place = placeOf(offset);
      all.push(`${file}:${place.line}:${place.column}: warning: ${message}`);
    }
  }
  return all;
}

/** Where a name stands first in the expectations of a case. */
function offsetOf(name: string, text: string): number {
  const written = JSON.stringify(name);
  const at = text.indexOf(written, Math.max(0, text.indexOf('"expect"')));
  return Math.max(0, at < 0 ? text.indexOf(written) : at);
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
