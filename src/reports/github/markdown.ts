import { oneLine, printable } from "../../text/printable.ts";

/** What GitHub's Markdown or HTML could read as markup. */
const SPECIAL = /[&<>"'\\`*_~{}[\]#.|:@$]|^[-+=]/g;

/** A text that Markdown shows as it is, on one line: in a paragraph, a heading or the cell of a table. */
export function markdownText(text: string): string {
  return oneLine(text).replace(SPECIAL, (character) => `&#${character.charCodeAt(0)};`);
}

/** Lines as they are, in a fixed-width font. A blank line does not end them, as it would in other HTML. */
export function markdownLines(text: string): string {
  const escaped = printable(text).replace(/[&<>]/g, (character) => `&#${character.charCodeAt(0)};`);
  return `<pre>${escaped}</pre>`;
}

/** Cells are Markdown already. */
export function markdownTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}
