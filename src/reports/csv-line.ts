/** A value of a cell; null is an empty one. */
export type Cell = string | number | null;

/**
 * A record of a CSV file, as RFC 4180 has it. A text that a spreadsheet would run as a formula gets an apostrophe before
 * it, as what stands in these files was in part written by a model.
 */
export function csvLine(cells: readonly Cell[]): string {
  return `${cells.map((cell) => (typeof cell === "string" ? field(cell) : (cell ?? ""))).join(",")}\r\n`;
}

const FORMULA = /^[=+\-@\t\r]/;
const SPECIAL = /[",\r\n]|^\s|\s$/;

function field(text: string): string {
  const harmless = FORMULA.test(text) ? `'${text}` : text;
  return SPECIAL.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
