import Table from "cli-table3";

/** How many spaces stand between two columns. */
export const GAP = 2;

const NO_LINES = {
  top: "",
  "top-mid": "",
  "top-left": "",
  "top-right": "",
  bottom: "",
  "bottom-mid": "",
  "bottom-left": "",
  "bottom-right": "",
  left: "",
  "left-mid": "",
  mid: "",
  "mid-mid": "",
  right: "",
  "right-mid": "",
  middle: "",
};

/** A table without lines: text to the left and, from column `numbersFrom` on (from 0), numbers to the right. Cells may be coloured and have several lines. */
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
  for (const row of rows) table.push([...row]);
  return table
    .toString()
    .split("\n")
    .map((line) => line.trimEnd())
    .join("\n");
}
