import { commonEnds } from "./common-ends.ts";

/** Longer texts are compared from both ends only. */
const MOST_COMPARED = 1_000_000;

/** The indices, in the one list and in the other, of a longest common subsequence. */
export function commonLines(
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
