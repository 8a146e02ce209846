import { commonEnds } from "../../text/common-ends.ts";

const MOST_LINES = 12;
const MOST_IN_A_ROW = 4;
const MOST_COLUMNS = 100;

/**
 * The lines in which two texts differ, those of the first marked `-`, those of the second `+`, with their numbers where
 * a text has several. Of a text that stands alone, all lines; of many, the first.
 */
export function lineDiff(before: string | undefined, after: string | undefined): readonly string[] {
  const old = before?.split("\n") ?? [];
  const now = after?.split("\n") ?? [];
  const numbered = old.length > 1 || now.length > 1;
  const lines: string[] = [];
  let row = 0;
  let column = 0;
  for (const [nextRow, nextColumn] of [...commonLines(old, now), [old.length, now.length]]) {
    const removed = old.slice(row, nextRow);
    const added = now.slice(column, nextColumn);
    const side = (
      mark: string,
      texts: readonly string[],
      others: readonly string[],
      from: number,
    ) =>
      cut(
        texts.map((text, index) => {
          const number = numbered ? ` line ${from + index + 1}:` : "";
          return `${mark}${number} ${shown(text, others[index])}`;
        }),
        MOST_IN_A_ROW,
        `${mark} …`,
      );
    lines.push(...side("-", removed, added, row), ...side("+", added, removed, column));
    row = nextRow + 1;
    column = nextColumn + 1;
  }
  return cut(lines, MOST_LINES, "…");
}

function cut(lines: readonly string[], most: number, mark: string): readonly string[] {
  if (lines.length <= most) return lines;
  return [...lines.slice(0, most - 1), `${mark} and ${lines.length - most + 1} more lines`];
}

/** A line as it is shown beside the one that it was changed from or into. */
function shown(line: string, other: string | undefined): string {
  if (other === undefined) return around(line, 0);
  const { start } = commonEnds(line, other);
  return around(seen(line) === seen(other) ? JSON.stringify(line) : line, start);
}

/** What a reader sees of a line: no spaces, and no characters that show nothing. */
function seen(text: string): string {
  return text.replace(/[\s\p{Cf}\p{Cc}]+/gu, "");
}

/** A long line cut to the surroundings of the column in which it differs. */
function around(line: string, column: number): string {
  if (line.length <= MOST_COLUMNS) return line;
  const start = Math.max(0, Math.min(column - 30, line.length - MOST_COLUMNS));
  const end = start + MOST_COLUMNS;
  return `${start > 0 ? "…" : ""}${line.slice(start, end)}${end < line.length ? "…" : ""}`;
}

/** Longer texts are compared from both ends only. */
const MOST_COMPARED = 1_000_000;

/** The indices, in the one list and in the other, of a longest common subsequence. */
function commonLines(
  old: readonly string[],
  now: readonly string[],
): (readonly [number, number])[] {
  const { start, end } = commonEnds(old, now);
  const ends = [old.length - end, now.length - end] as const;
  const middle = longestCommon(old.slice(start, ends[0]), now.slice(start, ends[1]));
  return [
    ...Array.from({ length: start }, (_, index) => [index, index] as const),
    ...middle.map(([a, b]) => [start + a, start + b] as const),
    ...Array.from({ length: end }, (_, index) => [ends[0] + index, ends[1] + index] as const),
  ];
}

/** By the table of the lengths of what the ends of both lists have in common. */
function longestCommon(
  old: readonly string[],
  now: readonly string[],
): (readonly [number, number])[] {
  if (old.length * now.length > MOST_COMPARED) return [];
  const width = now.length + 1;
  const lengths = new Uint32Array((old.length + 1) * width);
  const at = (row: number, column: number): number => lengths[row * width + column] ?? 0;
  for (let row = old.length - 1; row >= 0; row--)
    for (let column = now.length - 1; column >= 0; column--)
      lengths[row * width + column] =
        old[row] === now[column]
          ? at(row + 1, column + 1) + 1
          : Math.max(at(row + 1, column), at(row, column + 1));
  const common: (readonly [number, number])[] = [];
  for (let row = 0, column = 0; row < old.length && column < now.length;) {
    if (old[row] === now[column]) common.push([row++, column++]);
    else if (at(row + 1, column) >= at(row, column + 1)) row++;
    else column++;
  }
  return common;
}
