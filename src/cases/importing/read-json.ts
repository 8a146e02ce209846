import { parseJson, TooDeepError } from "../../json/depth.ts";
import type { Rule } from "../../json/fault.ts";
import { lossFaults } from "../../json/loss.ts";
import { describeFaults } from "../reading/explain.ts";
import { CaseFileError } from "../reading/problem.ts";
import { findSyntaxError } from "../reading/syntax-error.ts";
import { placesIn } from "../reading/text-places.ts";

/** The value of a JSON file that follows a rule. Throws CaseFileError, with the places of what does not. */
export function readJson<T>(text: string, file: string, rule: Rule): T {
  const value = parse(text, file);
  const faults = [...lossFaults(text), ...rule(value)];
  if (faults.length === 0) return value as T;
  throw new CaseFileError(
    describeFaults(faults, text).map(({ column, message }) => ({
      file,
      ...placesIn(text)(column - 1),
      message,
    })),
  );
}

function parse(text: string, file: string): unknown {
  try {
    return parseJson(text);
  } catch (error) {
    if (error instanceof TooDeepError)
      throw new CaseFileError([
        { file, ...placesIn(text)(error.offset ?? 0), message: `${error.message}.` },
      ]);
    const { offset, reason } = findSyntaxError(text, (error as Error).message);
    throw new CaseFileError([
      { file, ...placesIn(text)(offset), message: `this is not JSON: ${reason}.` },
    ]);
  }
}
