import { parse, printParseErrorCode } from "jsonc-parser";
import type { ParseError } from "jsonc-parser";

/** Where a line stops being JSON, and why. */
export interface DescribedSyntaxError {
  /** Counts from 1. */
  readonly column: number;
  readonly message: string;
  /** Whether the line ends within its case, so that the lines after it may be the rest of it. */
  readonly unfinished: boolean;
}

/** Says why a line is no JSON. `message` is what JSON.parse says of it. */
export function describeSyntaxError(line: string, message: string): DescribedSyntaxError {
  const errors: ParseError[] = [];
  parse(line, errors, { allowTrailingComma: false, disallowComments: true });
  const [first] = errors;
  // What only JSON.parse refuses, it describes itself.
  if (first === undefined)
    return { column: 1, message: `this is not JSON: ${message}.`, unfinished: false };
  const code = printParseErrorCode(first.error);
  const offset = IN_A_TOKEN.has(code) ? (positionIn(message) ?? first.offset) : first.offset;
  const reason = reasonOf(code, line.slice(first.offset, first.offset + first.length)) ?? message;
  const unfinished = code === "UnexpectedEndOfString" || offset >= line.trimEnd().length;
  const hint = hintOf(line, offset, code, unfinished);
  return {
    column: offset + 1,
    message: [`this is not JSON: ${reason}.`, hint].filter((part) => part !== undefined).join(" "),
    unfinished,
  };
}

/** Of these the parser gives the place of the whole text or number, JSON.parse that of the character. */
const IN_A_TOKEN = new Set([
  "InvalidCharacter",
  "InvalidEscapeCharacter",
  "InvalidUnicode",
  "UnexpectedEndOfNumber",
]);

function positionIn(message: string): number | undefined {
  const position = /at position (\d+)/.exec(message)?.[1];
  return position === undefined ? undefined : Number(position);
}

function reasonOf(code: string, token: string): string | undefined {
  if (code !== "InvalidSymbol") return REASONS[code];
  if (token.startsWith("'")) return "a string stands in double quotes, not in single ones";
  if (/^[“”„«‘’]/.test(token)) return 'the quotes are typographic: JSON has only the straight "';
  const unseen = /^[\s\p{Cc}\p{Cf}]/u.exec(token)?.[0];
  if (unseen !== undefined) return `the character ${codePoint(unseen)} stands outside of a string`;
  const word = token.length > 40 ? `${token.slice(0, 40)}…` : token;
  return `${word} is nothing that JSON knows (strings and keys stand in double quotes)`;
}

/** `U+FEFF`. */
function codePoint(character: string): string {
  const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase();
  return `U+${code.padStart(4, "0")}`;
}

const REASONS: Readonly<Record<string, string>> = {
  PropertyNameExpected: "a key in double quotes is expected here (is there a comma too many?)",
  ValueExpected: "a value is expected here",
  ColonExpected: "a colon is expected here",
  CommaExpected: "a comma is expected here",
  CloseBraceExpected: "a closing } is missing",
  CloseBracketExpected: "a closing ] is missing",
  EndOfFileExpected: "something follows the end of the case",
  UnexpectedEndOfString: "a string is not closed (is a quote missing?)",
  UnexpectedEndOfNumber: "a number breaks off",
  InvalidCommentToken: "JSON has no comments",
  InvalidEscapeCharacter:
    "a backslash before a character that needs none (write \\\\ for a backslash)",
  InvalidUnicode: "four hexadecimal digits must follow \\u",
  InvalidCharacter:
    "a string holds a raw control character (write \\n for a line break, \\t for a tab)",
};

function hintOf(
  line: string,
  offset: number,
  code: string,
  unfinished: boolean,
): string | undefined {
  if (line.trimStart().startsWith("["))
    return "A case file is JSONL: each line is a case, with no [ ] around them and no commas between.";
  if (unfinished) return "Was the line broken in two? A case is one line.";
  if (code !== "EndOfFileExpected") return undefined;
  const rest = line.slice(offset).trim();
  if (rest === ",") return "In JSONL no comma stands between the lines.";
  return rest.startsWith("{") ? "Each case has a line of its own." : undefined;
}
