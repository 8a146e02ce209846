import Table from "cli-table3";
import { NO_LINES } from "./no-lines.ts";

/** A table without lines: text to the left, numbers to the right. Cells may be coloured. */
export function plainTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  numbersFrom: number,
): string {
  const table = new Table({
    head: [...head],
    colAligns: head.map((_, index) => (index < numbersFrom ? "left" : "right")),
    style: { head: [], border: [], "padding-left": 0, "padding-right": 2 },
    chars: NO_LINES,
  });
  for (const row of rows) table.push([...row]);
  return table
    .toString()
    .split("\n")
    .map((line) => line.trimEnd())
    .join("\n");
}
