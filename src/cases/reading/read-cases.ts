import type { Case } from "../case.ts";
import { CaseFileError } from "./problem.ts";
import type { Problem } from "./problem.ts";
import { readCase } from "./read-case.ts";
import { readLines } from "./read-lines.ts";
import type { Line } from "./decode-lines.ts";

/** A case and the line on which it stands. */
export interface PlacedCase {
  readonly case: Case;
  readonly line: number;
}

/** After so many problems a reader fixes the first ones and runs again. */
const MOST_PROBLEMS = 20;

/** After so many lines that are no cases the file is of another kind, and may be of any size. */
const MOST_UNUSABLE = 1000;

/**
 * Reads a case file as a stream. Throws CaseFileError at its end with what is wrong in it, so nothing may be played
 * before the first reading has come to its end; and what the file system throws.
 */
export async function* readCases(file: string): AsyncGenerator<PlacedCase> {
  const problems: Problem[] = [];
  const earlier = new Map<string, EarlierId>();
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
        if (same !== undefined) await refuseId(line, id, same);
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
    const { explainLine } = await import("./explain-line.ts");
    const { problems: found, unfinished, hasId } = explainLine(text);
    if (broken && !hasId) return;
    broken = unfinished;
    problems.push(...found.map((problem) => ({ file, line: number, ...problem })));
  }

  async function refuseId({ number, text }: Line, id: string, same: EarlierId): Promise<void> {
    const { describeFaults } = await import("./explain-fault.ts");
    const problem =
      same.id === id
        ? `${JSON.stringify(id)} stands on line ${same.line} already. An id is what recordings and reports are filed under: give each case its own`
        : `${JSON.stringify(id)} is to many file systems the same as ${JSON.stringify(same.id)} on line ${same.line}, and recordings are files: let ids differ in more than case and the encoding of accents`;
    const found = describeFaults([{ type: "value", path: ["id"], problem }], text);
    problems.push(...found.map((described) => ({ file, line: number, ...described })));
  }
}

interface EarlierId {
  readonly id: string;
  readonly line: number;
}

/** What is left of an id where neither case nor the spelling of accents is told apart, as in file names on macOS and Windows. */
function folded(id: string): string {
  return id.normalize("NFC").toLowerCase();
}

/** The lines up to where the file is no text any more, which is one of its problems. */
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
