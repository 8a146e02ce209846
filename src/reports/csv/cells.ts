/** A value of a cell; null is an empty one. */
export type Cell = string | number | null;

/** Cells side by side, without the end of a record. */
export function csvCells(cells: readonly Cell[]): string {
  let text = "";
  for (const [index, cell] of cells.entries()) {
    if (index > 0) text += ",";
    text += typeof cell === "string" ? field(cell) : (cell ?? "");
  }
  return text;
}

/** What ends a record, as RFC 4180 has it. */
export const RECORD_END = "\r\n";

const FORMULA = /^[=+\-@\t\r]/;
const SPECIAL = /[",\r\n]/;

/** A text that a spreadsheet would run as a formula gets an apostrophe before it: what stands in these files was in part written by a model. */
function field(text: string): string {
  const harmless = FORMULA.test(text) ? `'${text}` : text;
  // Some readers take spaces at the ends of a bare field for decoration.
  const bare = !SPECIAL.test(harmless) && harmless.at(0) !== " " && harmless.at(-1) !== " ";
  return bare ? harmless : `"${harmless.replaceAll('"', '""')}"`;
}
