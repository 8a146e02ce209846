import { width } from "./wrap.ts";

/** Spaces between two columns. */
export const GAP = 2;

/**
 * A table without rules. Columns from `numbersFrom` on, which counts from 0, are aligned to the right. Cells may have
 * several lines, each coloured by itself.
 */
export function plainTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  numbersFrom: number,
): string {
  const lines = [head, ...rows].flatMap(linesOf);
  const widths = head.map((_, column) =>
    lines.reduce((widest, cells) => Math.max(widest, width(cells[column] ?? "")), 0),
  );
  const padded = (cell: string, column: number): string => {
    const space = " ".repeat((widths[column] ?? 0) - width(cell));
    return column < numbersFrom ? cell + space : space + cell;
  };
  return lines.map((cells) => cells.map(padded).join(" ".repeat(GAP)).trimEnd()).join("\n");
}

function linesOf(row: readonly string[]): string[][] {
  const cells = row.map((cell) => cell.split("\n"));
  const height = Math.max(...cells.map((lines) => lines.length));
  return Array.from({ length: height }, (_, line) => cells.map((lines) => lines[line] ?? ""));
}
