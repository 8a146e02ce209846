import type { Case } from "../case.ts";
import { caseRule } from "../rules/case.ts";
import { CaseFileError, type Problem } from "./problem.ts";
import { readCase } from "./read-case.ts";
import { readLines, type Line } from "./read-lines.ts";

/** A case and the line on which it stands. */
export interface PlacedCase {
  readonly case: Case;
  readonly line: number;
}

/** After this many problems a reader fixes the first ones and runs again. */
const MOST_PROBLEMS = 20;

/** A file with this many unusable lines is of another kind, and may be of any size. */
const MOST_UNUSABLE = 1000;

/**
 * Reads a case file as a stream. Throws CaseFileError at its end, so nothing may be played before a first reading has
 * reached it; and what the file system throws.
 */
export async function* readCases(file: string): AsyncGenerator<PlacedCase> {
  const problems: Problem[] = [];
  const earlier = new Map<string, { readonly id: string; readonly line: number }>();
  let unusable = 0;
  /** Whether the lines may be the rest of a case that was broken in two. */
  let broken = false;

  for await (const lines of readableLines(file, problems)) {
    for (const line of lines) {
      const read = readCase(line.text);
      if (read !== undefined) {
        broken = false;
        const { id } = read;
        const same = earlier.get(folded(id));
        if (same !== undefined) await refuseId(line, id, same.id, same.line);
        else {
          earlier.set(folded(id), { id, line: line.number });
          yield { case: read, line: line.number };
        }
      } else if (line.text.trim() !== "") {
        await explain(line);
        if (++unusable === MOST_UNUSABLE) throw refusal(problems, false);
      }
    }
  }
  if (problems.length > 0) throw refusal(problems, true);

  async function explain({ number, text }: Line): Promise<void> {
    const { explainLine } = await import("./explain.ts");
    const { problems: found, unfinished, hasId } = explainLine(text, caseRule);
    if (broken && !hasId) return;
    broken = unfinished;
    problems.push(...found.map((problem) => ({ file, line: number, ...problem })));
  }

  async function refuseId(
    { number, text }: Line,
    id: string,
    sameId: string,
    sameLine: number,
  ): Promise<void> {
    const { describeFaults } = await import("./explain.ts");
    const problem =
      sameId === id
        ? `line ${sameLine} has the id ${JSON.stringify(id)} already. Recordings and reports are filed by id: give each case its own`
        : `many file systems cannot tell ${JSON.stringify(id)} from ${JSON.stringify(sameId)} on line ${sameLine}, and recordings are files: let ids differ in more than case and the encoding of accents`;
    const found = describeFaults([{ type: "value", path: ["id"], problem }], text);
    problems.push(...found.map((described) => ({ file, line: number, ...described })));
  }
}

/** An id as file systems of macOS and Windows see it, without case and the encoding of accents. */
function folded(id: string): string {
  return id.normalize("NFC").toLowerCase();
}

/** The lines up to where the file is no longer text, which is one of its problems. */
async function* readableLines(file: string, problems: Problem[]): AsyncGenerator<readonly Line[]> {
  try {
    yield* readLines(file);
  } catch (error) {
    if (!(error instanceof CaseFileError)) throw error;
    problems.push(...error.problems);
  }
}

function refusal(problems: readonly Problem[], readToEnd: boolean): CaseFileError {
  const more = Math.max(0, problems.length - MOST_PROBLEMS);
  return new CaseFileError(problems.slice(0, MOST_PROBLEMS), more, readToEnd);
}
