import { dirname } from "node:path";
import { describeFaults, explainLine } from "./explain.ts";
import { jsonPieces } from "./json-pieces.ts";
import { KnownIds } from "./known-ids.ts";
import { refusal, type Problem } from "./problem.ts";
import { readCase, ruleIn } from "./read-case.ts";
import type { PlacedCase } from "./read-cases.ts";

/** Reads the list of cases in a JSON file. Throws CaseFileError, and what the file system throws. */
export async function readJsonCases(file: string): Promise<PlacedCase[]> {
  const ids = new KnownIds();
  const folder = dirname(file);
  const cases: PlacedCase[] = [];
  const problems: Problem[] = [];
  for (const { text, line, placeOf } of await jsonPieces(file)) {
    const read = readCase(text, folder);
    const problem = read && ids.add(read.id, `line ${line}`);
    if (read !== undefined && problem === undefined) {
      cases.push({ case: read, line });
      continue;
    }
    const found =
      problem === undefined
        ? explainLine(text, ruleIn(folder)).problems
        : describeFaults([{ type: "value", path: ["id"], problem }], text);
    problems.push(
      ...found.map(({ column, message }) => ({ file, ...placeOf(column - 1), message })),
    );
  }
  if (problems.length > 0) throw refusal(problems);
  return cases;
}
