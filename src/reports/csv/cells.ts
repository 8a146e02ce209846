/** Null is an empty cell. */
type Cell = string | number | null;

/** Cells side by side, without the end of a record. */
export function csvCells(cells: readonly Cell[]): string {
  return cells.map((cell) => (typeof cell === "string" ? field(cell) : (cell ?? ""))).join(",");
}

/** The end of a record by RFC 4180. */
export const RECORD_END = "\r\n";

const FORMULA = /^[=+\-@\t\r]/;
const SPECIAL = /[",\r\n]/;

/** A text that a spreadsheet would run as a formula gets an apostrophe: a model may have written it. */
function field(text: string): string {
  const harmless = FORMULA.test(text) ? `'${text}` : text;
  // Some readers drop spaces at the ends of a bare field.
  const bare = !SPECIAL.test(harmless) && harmless.at(0) !== " " && harmless.at(-1) !== " ";
  return bare ? harmless : `"${harmless.replaceAll('"', '""')}"`;
}
