import { parse, printParseErrorCode } from "jsonc-parser";
import type { ParseError } from "jsonc-parser";
import { cut } from "../../text/printable.ts";

/** Where a text stops being JSON, and why. */
interface FoundSyntaxError {
  /** From 0. */
  readonly offset: number;
  readonly reason: string;
  /** The parser's name for it; undefined for what only `JSON.parse` refuses. */
  readonly code: string | undefined;
}

/** Finds where a text stops being JSON. `message` is what JSON.parse says of it. */
export function findSyntaxError(text: string, message: string): FoundSyntaxError {
  const errors: ParseError[] = [];
  parse(text, errors, { allowTrailingComma: false, disallowComments: true });
  const [first] = errors;
  if (first === undefined) return { offset: 0, reason: message, code: undefined };
  const code = printParseErrorCode(first.error);
  const offset = IN_A_TOKEN.has(code) ? (positionIn(message) ?? first.offset) : first.offset;
  const token = text.slice(first.offset, first.offset + first.length);
  return { offset, reason: reasonOf(code, token) ?? message, code };
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
  return `${cut(token, 40)} is nothing that JSON knows (strings and keys stand in double quotes)`;
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
  EndOfFileExpected: "something follows its end",
  UnexpectedEndOfString: "a string is not closed (is a quote missing?)",
  UnexpectedEndOfNumber: "a number breaks off",
  InvalidCommentToken: "JSON has no comments",
  InvalidEscapeCharacter:
    "a backslash before a character that needs none (write \\\\ for a backslash)",
  InvalidUnicode: "four hexadecimal digits must follow \\u",
  InvalidCharacter:
    "a string holds a raw control character (write \\n for a line break, \\t for a tab)",
};

/** Where a line stops being JSON, and why. */
interface DescribedSyntaxError {
  /** Counts from 1. */
  readonly column: number;
  readonly message: string;
  /** Whether the line ends within its case, so that the lines after it may be the rest of it. */
  readonly unfinished: boolean;
}

/** Says why a line is no JSON. `message` is what JSON.parse says of it. */
export function describeSyntaxError(line: string, message: string): DescribedSyntaxError {
  const { offset, reason, code } = findSyntaxError(line, message);
  const problem = `this is not JSON: ${reason}.`;
  // What only JSON.parse refuses, it describes itself.
  if (code === undefined) return { column: offset + 1, message: problem, unfinished: false };
  const unfinished = code === "UnexpectedEndOfString" || offset >= line.trimEnd().length;
  const hint = hintOf(line, offset, code, unfinished);
  return {
    column: offset + 1,
    message: hint === undefined ? problem : `${problem} ${hint}`,
    unfinished,
  };
}

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
