import { stripVTControlCharacters } from "node:util";

/** What East Asian fonts draw two columns wide, and emoji. */
const WIDE =
  /[\u1100-\u115F\u2E80-\u303E\u3041-\u33FF\u3400-\u4DBF\u4E00-\u9FFF\uA000-\uA4CF\uA960-\uA97C\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE4F\uFF00-\uFF60\uFFE0-\uFFE6\u{20000}-\u{3FFFD}]|\p{Emoji_Presentation}/u;
/** What is drawn over the character before it, or not at all. */
const NO_WIDTH = /[\p{Mn}\p{Me}\p{Cf}]/u;

/** How many columns of a terminal a text takes. Colours take none. */
export function width(text: string): number {
  let columns = 0;
  for (const character of stripVTControlCharacters(text))
    columns += NO_WIDTH.test(character) ? 0 : WIDE.test(character) ? 2 : 1;
  return columns;
}

/**
 * Puts pieces side by side, as many on a line as fit. A piece that is wider than a line is broken between words, and a
 * word where the line ends.
 */
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

/** Pieces wrapped to so many columns, two of which are left free before them. */
export function indented(pieces: readonly string[], columns: number): string {
  return wrap(pieces, columns - 2)
    .split("\n")
    .map((line) => `  ${line}`)
    .join("\n");
}

/** What a line begins with: its indentation, the rule beside a conversation, and the mark of a difference or a turn. */
const LEAD = /^( *(?:│ *)?)((?:[-+!] |✗ \d+ )?)/;
/** A command to be copied, or what is added to one. A line break would end it. */
const COMMAND = /(?<= )(?:npx swarm-eval |-t ').*$/;

/**
 * A line in as many as it needs, which go on below its text, behind the same rule. A command stays whole, on a line of its
 * own where that is enough, and is left to the terminal otherwise.
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
