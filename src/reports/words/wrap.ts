import { stripVTControlCharacters } from "node:util";

/** East Asian characters that take two columns, and emoji. */
const WIDE =
  /[\u1100-\u115F\u2E80-\u303E\u3041-\u33FF\u3400-\u4DBF\u4E00-\u9FFF\uA000-\uA4CF\uA960-\uA97C\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE4F\uFF00-\uFF60\uFFE0-\uFFE6\u{20000}-\u{3FFFD}]|\p{Emoji_Presentation}/u;
/** Characters that are drawn over the one before, or not at all. */
const NO_WIDTH = /[\p{Mn}\p{Me}\p{Cf}]/u;

/** The columns of a terminal that a text takes. Colours take none. */
export function width(text: string): number {
  let columns = 0;
  for (const character of stripVTControlCharacters(text))
    columns += NO_WIDTH.test(character) ? 0 : WIDE.test(character) ? 2 : 1;
  return columns;
}

/** Puts as many pieces on a line as fit. A piece that is too wide is broken between words, then within them. */
export function wrap(pieces: readonly string[], columns: number): string {
  const lines: string[] = [];
  let line = "";
  for (const piece of pieces.flatMap((whole) => fitting(whole, columns))) {
    if (line === "") line = piece;
    else if (width(line) + 1 + width(piece) <= columns) line += ` ${piece}`;
    else {
      lines.push(line);
      line = piece;
    }
  }
  return [...lines, line].join("\n");
}

/** Pieces wrapped, and indented by two of the columns. */
export function indented(pieces: readonly string[], columns: number): string {
  return wrap(pieces, columns - 2)
    .split("\n")
    .map((line) => `  ${line}`)
    .join("\n");
}

/** The beginning of a line: indentation, the rule beside a conversation, the mark of a difference or a turn. */
const LEAD = /^( *(?:│ *)?)((?:[-+!] |✗ \d+ )?)/;
/** A command to copy, or a part of one. A line break would end it. */
const COMMAND = /(?<= )(?:npx swarm-eval |-t ').*$/;

/**
 * A long line as several, each below its text and behind the same rule. A command stays whole, on its own line; the
 * terminal wraps it if that is still too long.
 */
export function hanging(line: string, columns: number): string[] {
  if (width(line) <= columns) return [line];
  const [lead = "", before = "", mark = ""] = LEAD.exec(line) ?? [];
  const below = before + (mark === "" ? "  " : " ".repeat(width(mark)));
  const command = COMMAND.exec(line)?.[0] ?? "";
  const text = line.slice(lead.length, line.length - command.length).trimEnd();
  const [first = "", ...rest] = wrap(text.split(" "), columns - width(below)).split("\n");
  return [
    lead + first,
    ...[...rest, ...(command === "" ? [] : [command])].map((more) => below + more),
  ];
}

function fitting(piece: string, columns: number): string[] {
  if (width(piece) <= columns) return [piece];
  return piece
    .split(" ")
    .flatMap((word) => (width(word) <= columns ? [word] : broken(word, columns)));
}

function broken(word: string, columns: number): string[] {
  const parts: string[] = [];
  let part = "";
  for (const { segment } of new Intl.Segmenter().segment(word)) {
    if (part !== "" && width(part) + width(segment) > columns) {
      parts.push(part);
      part = "";
    }
    part += segment;
  }
  return [...parts, part];
}
