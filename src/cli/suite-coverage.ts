import type { Case } from "../cases/case.ts";
import { Coverage } from "../coverage/coverage.ts";
import { agentsOfModule, newAgents } from "../coverage/module-agents.ts";
import type { CoverageResult } from "../results/coverage-result.ts";
import type { TrialResult } from "../results/result.ts";
import type { Assembled } from "../runner/agents-module.ts";
import type { PlaySettings } from "./play-settings.ts";

/** What is told of a suite while it is played, so that its coverage is known at its end. */
export interface SuiteCoverage {
  readonly onAssembled: (assembled: Assembled) => void;
  add(script: Case, trial: TrialResult): Promise<void>;
  result(): CoverageResult;
}

/** Begins to see what the trials of a suite touch; its agents module has just been loaded. */
export async function beginCoverage(
  agentsModule: string,
  { coverageCases }: PlaySettings,
): Promise<SuiteCoverage> {
  const coverage = new Coverage({ withCases: coverageCases === true });
  await coverage.know(agentsOfModule(agentsModule));
  return {
    onAssembled({ agents }) {
      const [entry] = agents;
      if (entry !== undefined) coverage.enter(entry);
      void coverage.know(agents);
    },
    async add({ id, context_variables: given }, trial) {
      await coverage.know(newAgents());
      coverage.add(id, given, trial);
    },
    result: () => coverage.result(),
  };
}
