import { caseTexts } from "../../cases/reading/case-texts.ts";
import { refusal, type Problem } from "../../cases/reading/problem.ts";
import { within, type Fault } from "../../json/fault.ts";
import type { AgentsModule } from "../agents/agents-module.ts";
import { selectCases, type Selection, type Survey } from "./select-cases.ts";

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
  if (byLine.size === 0) return;
  const { describeFaults, explainFault } = await import("../../cases/reading/explain.ts");
  const problems: Problem[] = [];
  for await (const { line, text, placeOf } of caseTexts(survey.file, new Set(byLine.keys()))) {
    const faults = byLine.get(line) ?? [];
    const found =
      text === ""
        ? faults.map((fault) => ({ column: 1, message: explainFault(fault) }))
        : describeFaults(faults, text);
    for (const { column, message } of found)
      problems.push({ file: survey.file, ...placeOf(column - 1), message });
  }
  throw refusal(problems);
}
