import { parse, printParseErrorCode, type ParseError } from "jsonc-parser";
import { cut } from "../../text/printable.ts";

/** Where a text stops being JSON, and why. */
interface FoundSyntaxError {
  /** From 0. */
  readonly offset: number;
  readonly reason: string;
  /** The parser's name for it; undefined if only `JSON.parse` refuses the text, and describes it. */
  readonly code: string | undefined;
}

/** Finds where a text stops being JSON. `message` is that of JSON.parse. */
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

/** For these the parser gives the place of the whole string or number, JSON.parse that of the character. */
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
  if (token.startsWith("'")) return "strings need double quotes, not single ones";
  if (/^[“”„«‘’]/.test(token)) return 'the quotes are typographic: JSON has only the straight "';
  const unseen = /^[\s\p{Cc}\p{Cf}]/u.exec(token)?.[0];
  if (unseen !== undefined) return `the character ${codePoint(unseen)} is outside a string`;
  return `${cut(token, 40)} is not a JSON value (strings and keys need double quotes)`;
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
  UnexpectedEndOfNumber: "a number is not finished",
  InvalidCommentToken: "JSON has no comments",
  InvalidEscapeCharacter:
    "a backslash before a character that needs none (write \\\\ for a backslash)",
  InvalidUnicode: "four hexadecimal digits must follow \\u",
  InvalidCharacter:
    "a string holds a raw control character (write \\n for a line break, \\t for a tab)",
};
