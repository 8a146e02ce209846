import { CaseFileError } from "../../cases/reading/problem.ts";
import { parseIfJson } from "../../json/value.ts";
import type { Span } from "../../traces/reading/span.ts";
import { traceCases } from "../../traces/reading/trace-cases.ts";
import type { Reader } from "./source.ts";

/** The reader of cases from traces of one kind; `what` says how such a file looks. */
export function readTraces(
  spansOf: (values: readonly unknown[]) => readonly Span[] | undefined,
  what: string,
): Reader {
  return ({ text, file, agent, unmapped, replies }) => {
    const spans = spansOf(jsonValues(text).flat());
    if (spans === undefined)
      throw new CaseFileError([{ file, line: 1, column: 1, message: `it is not ${what}.` }]);
    return traceCases(spans, agent, unmapped, (id, own) => replies.set(id, own));
  };
}

/** The value of a JSON file, or those of the lines of JSONL; none if there is a line that is neither. */
export function jsonValues(text: string): readonly unknown[] {
  const whole = parseIfJson(text);
  if (whole !== undefined) return [whole];
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  const values = lines.map((line) => parseIfJson(line));
  return values.includes(undefined) ? [] : values;
}
