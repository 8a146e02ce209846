import Table from "cli-table3";

/** Spaces between two columns. */
export const GAP = 2;

const NO_LINES = Object.fromEntries(
  ["top", "bottom", "left", "right", "mid"]
    .flatMap((side) => [side, `${side}-mid`, `${side}-left`, `${side}-right`])
    .concat("middle")
    .map((side) => [side, ""]),
);

/**
 * A table without rules. Columns from `numbersFrom` on, which counts from 0, are aligned to the right. Cells may have
 * several lines, each coloured by itself.
 */
export function plainTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  numbersFrom: number,
): string {
  const table = new Table({
    head: [...head],
    colAligns: head.map((_, index) => (index < numbersFrom ? "left" : "right")),
    style: { head: [], border: [], "padding-left": 0, "padding-right": GAP },
    chars: NO_LINES,
  });
  // A row for each line: cli-table3 cuts a whole cell again for each of its lines.
  for (const row of rows) table.push(...linesOf(row));
  return table
    .toString()
    .split("\n")
    .map((line) => line.trimEnd())
    .join("\n");
}

function linesOf(row: readonly string[]): string[][] {
  const cells = row.map((cell) => cell.split("\n"));
  const height = Math.max(...cells.map((lines) => lines.length));
  return Array.from({ length: height }, (_, index) => cells.map((lines) => lines[index] ?? ""));
}
