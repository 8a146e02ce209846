import { CaseFileError, type Problem } from "../../cases/reading/problem.ts";
import { readLines } from "../../cases/reading/read-lines.ts";
import { within, type Fault } from "../../json/fault.ts";
import type { AgentsModule } from "../agents/agents-module.ts";
import { selectCases, type Selection, type Survey } from "./select-cases.ts";

/** After this many a reader mends the first ones and runs again. */
const MOST_PROBLEMS = 20;

/** Throws CaseFileError if the agents module cannot take the world of a selected case, or would ignore it. */
export async function refuseWorlds(
  survey: Survey,
  selection: Selection,
  { worlds }: Pick<AgentsModule, "worlds">,
): Promise<void> {
  if (!survey.worlds && !worlds.described) return;
  const byLine = new Map<number, readonly Fault[]>();
  for await (const { case: testCase, line } of selectCases(survey, selection)) {
    const { faults = [] } = await worlds.read(testCase.world);
    if (faults.length > 0) byLine.set(line, within("world", faults));
  }
  if (byLine.size > 0) throw await refusal(survey.file, byLine);
}

async function refusal(
  file: string,
  byLine: ReadonlyMap<number, readonly Fault[]>,
): Promise<CaseFileError> {
  const { describeFaults } = await import("../../cases/reading/explain.ts");
  const problems: Problem[] = [];
  for await (const lines of readLines(file))
    for (const { number, text } of lines)
      for (const described of describeFaults(byLine.get(number) ?? [], text))
        problems.push({ file, line: number, ...described });
  const more = Math.max(0, problems.length - MOST_PROBLEMS);
  return new CaseFileError(problems.slice(0, MOST_PROBLEMS), more);
}
