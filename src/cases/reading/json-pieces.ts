import { parseTree } from "jsonc-parser";
import { DEEPEST_IN_FILES, parseJson, TooDeepError } from "../../json/depth.ts";
import { kindOf } from "../../json/show.ts";
import { CaseFileError, type Problem } from "./problem.ts";
import { readLines } from "./read-lines.ts";
import { findSyntaxError } from "./syntax-error.ts";
import { placesIn } from "./text-places.ts";

/** The text of a case in a JSON file, and where in the file that text is. */
export interface CasePiece {
  readonly text: string;
  /** On which it begins, from 1. */
  readonly line: number;
  /** The place of an offset in its text. */
  readonly placeOf: (offset: number) => Pick<Problem, "line" | "column">;
}

/** The cases of a JSON file, which is read whole. Throws CaseFileError unless it is a list, and what the file system throws. */
export async function jsonPieces(file: string): Promise<CasePiece[]> {
  let text = "";
  for await (const lines of readLines(file))
    for (const line of lines) text += line.number === 1 ? line.text : `\n${line.text}`;
  const placeOf = placesIn(text);
  const refuse = (offset: number, message: string) =>
    new CaseFileError([{ file, ...placeOf(offset), message }]);
  let value: unknown;
  try {
    value = parseJson(text, DEEPEST_IN_FILES);
  } catch (error) {
    if (error instanceof TooDeepError) throw refuse(error.offset ?? 0, `${error.message}.`);
    const { offset, reason, code } = findSyntaxError(text, (error as Error).message);
    const isLines = code === "EndOfFileExpected" && text.slice(offset).trimStart().startsWith("{");
    throw refuse(offset, `this is not JSON: ${reason}.${isLines ? ` ${NAME_IT_JSONL}` : ""}`);
  }
  if (!Array.isArray(value))
    throw refuse(0, `it must be a list of cases, [{…}, {…}], not ${kindOf(value)}.`);
  return (parseTree(text)?.children ?? []).map(({ offset, length }) => ({
    text: text.slice(offset, offset + length),
    line: placeOf(offset).line,
    placeOf: (inner) => placeOf(offset + inner),
  }));
}

const NAME_IT_JSONL = "With a case a line it is JSONL: let the name of the file end in .jsonl.";
