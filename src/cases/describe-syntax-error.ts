import { parse, printParseErrorCode } from "jsonc-parser";
import type { ParseError } from "jsonc-parser";

/** Where a line stops being JSON. Columns count from 1. */
export function describeSyntaxError(
  line: string,
  { message }: Error,
): { column: number; message: string } {
  const errors: ParseError[] = [];
  parse(line, errors, { allowTrailingComma: false, disallowComments: true });
  const [first] = errors;
  const column = (first?.offset ?? 0) + 1;
  const reason =
    first === undefined ? message : (WORDS[printParseErrorCode(first.error)] ?? message);
  const cut =
    errors.length > 0 && column > line.trimEnd().length
      ? " The line may have been broken in two: a case is one line."
      : "";
  return { column, message: `this is not JSON: ${reason}.${cut}` };
}

const WORDS: Readonly<Record<string, string>> = {
  InvalidSymbol: "a word that JSON does not know (texts stand in double quotes)",
  InvalidNumberFormat: "a number that is none",
  PropertyNameExpected: "a key in double quotes is expected here (a comma too many?)",
  ValueExpected: "a value is expected here (a comma too many?)",
  ColonExpected: "a colon is expected here",
  CommaExpected: "a comma is expected here",
  CloseBraceExpected: "a closing } is missing",
  CloseBracketExpected: "a closing ] is missing",
  EndOfFileExpected: "something follows the end of the case",
  UnexpectedEndOfString: "a text is not closed",
  InvalidCommentToken: "JSON has no comments",
  InvalidEscapeCharacter: "a backslash that escapes nothing (write \\\\ for one)",
  InvalidCharacter: "a character that must be escaped in a text",
};
