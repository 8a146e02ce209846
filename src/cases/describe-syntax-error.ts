import { findSyntaxError } from "./find-syntax-error.ts";

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
