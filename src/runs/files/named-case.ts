import type { Case } from "../../cases/case.ts";
import { UsageError } from "../../runner/errors.ts";
import { selectCases } from "../../runner/suite/select-cases.ts";
import type { Plan } from "../../runner/suite/suite.ts";
import { planSuites, type PlannedSuite, type SuiteFiles } from "./suites.ts";

/** The one suite that has the selected case, and the case. Throws UsageError if several have it, or none, and CaseFileError. */
export async function namedCase(
  id: string,
  files: readonly SuiteFiles[],
  plan: Plan,
): Promise<{ readonly planned: PlannedSuite; readonly testCase: Case }> {
  const [planned, other] = await planSuites(files, plan, () => undefined);
  if (planned === undefined || other !== undefined)
    throw new UsageError(
      `Several case files have a case ${JSON.stringify(id)}: ${planned?.caseFile} and ${other?.caseFile}. Name one of them.`,
    );
  const { survey } = planned;
  for await (const { case: testCase } of selectCases(survey, plan.selection))
    return { planned, testCase };
  throw new UsageError(`${survey.file} has changed while it was read.`);
}
