import * as v from "valibot";
import { caseSchema } from "./case.ts";
import type { Case } from "./case.ts";
import { CaseFileError } from "./problem.ts";
import type { Problem } from "./problem.ts";
import { readLines } from "./read-lines.ts";

/** A case and the line on which it stands. */
export interface PlacedCase {
  readonly case: Case;
  readonly line: number;
}

/** After so many problems a reader fixes the first ones and runs again. */
const MOST_PROBLEMS = 20;

/**
 * Reads a case file as a stream. Throws CaseFileError at its end with all that is wrong in it, so nothing may be
 * played before the first reading has come to its end: see `checkCases`.
 */
export async function* readCases(file: string): AsyncGenerator<PlacedCase> {
  const problems: Problem[] = [];
  const lines = new Map<string, number>();
  for await (const { number, text } of readLines(file)) {
    if (text.trim() === "") continue;
    const read = await readCase(text);
    if ("problems" in read) {
      problems.push(...read.problems.map((problem) => ({ file, line: number, ...problem })));
      if (problems.length >= MOST_PROBLEMS) break;
      continue;
    }
    const { id } = read.case;
    const earlier = lines.get(id);
    if (earlier !== undefined) {
      const column = text.indexOf('"id"') + 1;
      problems.push({
        file,
        line: number,
        column,
        message: `the id ${JSON.stringify(id)} stands on line ${earlier} already. An id is what recordings and reports are filed under: give each case its own.`,
      });
      continue;
    }
    lines.set(id, number);
    yield { case: read.case, line: number };
  }
  if (problems.length > 0) throw new CaseFileError(problems);
}

async function readCase(
  text: string,
): Promise<{ case: Case } | { problems: { column: number; message: string }[] }> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const { describeSyntaxError } = await import("./describe-syntax-error.ts");
    return { problems: [describeSyntaxError(text, error as Error)] };
  }
  const parsed = v.safeParse(caseSchema, value);
  if (parsed.success) return { case: parsed.output };
  const [{ describeIssue }, { allowedKeys }] = await Promise.all([
    import("./describe-issue.ts"),
    import("./allowed-keys.ts"),
  ]);
  return {
    problems: parsed.issues.map((issue) =>
      describeIssue(issue, text, (path) => allowedKeys(caseSchema, value, path)),
    ),
  };
}
