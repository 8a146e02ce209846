import { createRequire } from "node:module";
import type * as Diff from "diff/lib/diff/array.js";
import { commonEnds } from "../../text/common-ends.ts";
import { firstOf } from "./summaries.ts";

const MAX_LINES = 12;
const MAX_LINES_IN_A_ROW = 4;
const MAX_COLUMNS = 100;

/**
 * The lines in which two texts differ: those of the first marked `-`, those of the second `+`, numbered if either text
 * has several. If one of the texts is missing, the first lines of the other.
 */
export function lineDiff(before: string | undefined, after: string | undefined): readonly string[] {
  const old = before?.split("\n") ?? [];
  const now = after?.split("\n") ?? [];
  const isNumbered = old.length > 1 || now.length > 1;
  const marked = (mark: string, texts: string[], others: string[], start: number) => {
    const lines = texts.map((text, index) => {
      const number = isNumbered ? ` line ${start + index + 1}:` : "";
      return `${mark}${number} ${displayed(text, others[index])}`;
    });
    return firstOf(lines, MAX_LINES_IN_A_ROW, (rest) => `${mark} … and ${rest} more lines`);
  };
  const lines = replacements(old, now).flatMap(({ removed, added, oldStart, newStart }) => [
    ...marked("-", removed, added, oldStart),
    ...marked("+", added, removed, newStart),
  ]);
  return firstOf(lines, MAX_LINES, (rest) => `… and ${rest} more lines`);
}

/** Lines in a row that were replaced by others, with the indices where they start. Either list may be empty. */
interface Replacement {
  readonly removed: string[];
  readonly added: string[];
  readonly oldStart: number;
  readonly newStart: number;
}

/** Finding this many differing lines takes 20 ms, and the time grows with their square. */
const MAX_EDITS = 500;

/** Texts that differ in more than `MAX_EDITS` lines are compared from both ends only. */
function replacements(old: string[], now: string[]): Replacement[] {
  // Loaded here, because a replay that hits starts 3 ms sooner without it; a miss cannot wait for an `import()`.
  const { diffArrays } = createRequire(import.meta.url)("diff/lib/diff/array.js") as typeof Diff;
  const changes = diffArrays(old, now, { maxEditLength: MAX_EDITS });
  if (changes === undefined) {
    const { start, end } = commonEnds(old, now);
    const removed = old.slice(start, old.length - end);
    const added = now.slice(start, now.length - end);
    return [{ removed, added, oldStart: start, newStart: start }];
  }
  const found: Replacement[] = [];
  let current: Replacement | undefined;
  let oldStart = 0;
  let newStart = 0;
  for (const { value, removed, added } of changes) {
    if (removed || added) {
      if (current === undefined)
        found.push((current = { removed: [], added: [], oldStart, newStart }));
      current[removed ? "removed" : "added"].push(...value);
    } else current = undefined;
    if (!added) oldStart += value.length;
    if (!removed) newStart += value.length;
  }
  return found;
}

/** A line beside the one that it was changed from or into: with its invisible characters, if only these differ. */
function displayed(line: string, other: string | undefined): string {
  if (other === undefined) return excerptAt(0, line);
  const { start } = commonEnds(line, other);
  return excerptAt(start, visible(line) === visible(other) ? JSON.stringify(line) : line);
}

function visible(text: string): string {
  return text.replace(/[\s\p{Cf}\p{Cc}]+/gu, "");
}

/** A long line is cut to the surroundings of the column in which it differs. */
function excerptAt(column: number, line: string): string {
  if (line.length <= MAX_COLUMNS) return line;
  const start = Math.max(0, Math.min(column - 30, line.length - MAX_COLUMNS));
  const end = start + MAX_COLUMNS;
  return `${start > 0 ? "…" : ""}${line.slice(start, end)}${end < line.length ? "…" : ""}`;
}
