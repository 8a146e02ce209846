import { dirname } from "node:path";
import type { Case } from "../case.ts";
import { KnownIds } from "./known-ids.ts";
import { CaseFileError, refusal, type Problem } from "./problem.ts";
import { readCase, ruleIn } from "./read-case.ts";
import { readLines, type Line } from "./read-lines.ts";

/** A case and the line on which it stands. */
export interface PlacedCase {
  readonly case: Case;
  readonly line: number;
}

/** A file with this many unusable lines is of another kind, and may be of any size. */
const MOST_UNUSABLE = 1000;

/**
 * Reads a case file: JSONL as a stream, and a list in JSON as a whole. Throws CaseFileError at its end, so nothing may be
 * played before a first reading has reached it; and what the file system throws.
 */
export async function* readCases(file: string): AsyncGenerator<PlacedCase> {
  if (!file.endsWith(".json")) return yield* readJsonLines(file);
  const { readJsonCases } = await import("./read-json-cases.ts");
  yield* await readJsonCases(file);
}

async function* readJsonLines(file: string): AsyncGenerator<PlacedCase> {
  const problems: Problem[] = [];
  const ids = new KnownIds();
  const folder = dirname(file);
  let unusable = 0;
  /** Whether the lines may be the rest of a case that was broken in two. */
  let broken = false;

  for await (const lines of readableLines(file, problems)) {
    for (const line of lines) {
      const read = readCase(line.text, folder);
      if (read !== undefined) {
        broken = false;
        const problem = ids.add(read.id, `line ${line.number}`);
        if (problem === undefined) yield { case: read, line: line.number };
        else await refuseId(line, problem);
      } else if (line.text.trim() !== "") {
        await explain(line);
        if (++unusable === MOST_UNUSABLE) throw refusal(problems, false);
      }
    }
  }
  if (problems.length > 0) throw refusal(problems, true);

  async function explain({ number, text }: Line): Promise<void> {
    const { explainLine } = await import("./explain.ts");
    const { problems: found, unfinished, hasId } = explainLine(text, ruleIn(folder));
    if (broken && !hasId) return;
    broken = unfinished;
    problems.push(...found.map((problem) => ({ file, line: number, ...problem })));
  }

  async function refuseId({ number, text }: Line, problem: string): Promise<void> {
    const { describeFaults } = await import("./explain.ts");
    const found = describeFaults([{ type: "value", path: ["id"], problem }], text);
    problems.push(...found.map((described) => ({ file, line: number, ...described })));
  }
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
