import { agentsOfModule } from "../../coverage/module-agents.ts";
import { loadAgentsModule } from "../../runner/agents/agents-module.ts";
import type { AgentsModule } from "../../runner/agents/agents-module.ts";
import { UsageError } from "../../runner/errors.ts";
import { noneSelected, nothingToPlay } from "../../runner/suite/nothing-to-play.ts";
import { surveyCases } from "../../runner/suite/select-cases.ts";
import type { Selection, Survey } from "../../runner/suite/select-cases.ts";
import type { Agent } from "../../swarm/agent/agent.ts";
import type { SuiteFiles } from "./suite-files.ts";

/** A suite whose agents module is loaded. */
export interface LoadedSuite extends PlannedSuite {
  readonly agentsModule: AgentsModule;
  /** Those that the module made while it was loaded. */
  readonly agentsOfModule: readonly Agent[];
}

/**
 * Loads the agents modules of all suites before anything is played: what is wrong in the last one is said before the
 * first is paid for. Throws UsageError.
 */
export async function loadSuites(
  planned: readonly PlannedSuite[],
  timeoutMs: number,
): Promise<LoadedSuite[]> {
  const loaded: LoadedSuite[] = [];
  for (const { suite, survey } of planned) {
    const agentsModule = await loadAgentsModule(suite.agents, timeoutMs);
    loaded.push({ suite, survey, agentsModule, agentsOfModule: agentsOfModule(suite.agents) });
  }
  return loaded;
}

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
