import { noneSelected, nothingToPlay } from "../runner/nothing-to-play.ts";
import { surveyCases } from "../runner/select-cases.ts";
import type { Selection, Survey } from "../runner/select-cases.ts";
import { UsageError } from "../runner/usage-error.ts";
import type { SuiteFiles } from "./suite-files.ts";

/** A suite of which cases are selected, with what a first reading of them found. */
export interface PlannedSuite {
  readonly suite: SuiteFiles;
  readonly survey: Survey;
}

/**
 * Reads all case files to their ends before anything is played: what is wrong in the last one is said before the first
 * is paid for. Suites of which the selection takes no case are left out, and named on stderr. Throws CaseFileError, and
 * UsageError where nothing is left to play.
 */
export async function planSuites(
  suites: readonly SuiteFiles[],
  selection: Selection,
  trials: number,
): Promise<PlannedSuite[]> {
  const surveyed: PlannedSuite[] = [];
  for (const suite of suites)
    surveyed.push({ suite, survey: await surveyCases(suite.cases, selection, trials) });
  if (!surveyed.some(({ survey }) => survey.selected > survey.skipped)) {
    const reasons = surveyed.map(({ survey }) => nothingToPlay(survey, selection));
    throw new UsageError((await Promise.all(reasons)).join("\n"));
  }
  for (const { survey } of surveyed)
    if (survey.selected === 0)
      process.stderr.write(`${noneSelected(survey, selection)}: it is left out.\n`);
  return surveyed.filter(({ survey }) => survey.selected > 0);
}
