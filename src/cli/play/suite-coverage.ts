import type { Case } from "../../cases/case.ts";
import { Coverage } from "../../coverage/coverage.ts";
import type { CoverageResult } from "../../results/coverage-result.ts";
import type { TrialResult } from "../../results/result.ts";
import type { Assembled } from "../../runner/agents/agents-module.ts";
import type { Agent } from "../../swarm/agent/agent.ts";
import type { PlaySettings } from "./play-settings.ts";

/** What is told of a suite while it is played, so that its coverage is known at its end. */
export interface SuiteCoverage {
  readonly onAssembled: (assembled: Assembled) => void;
  /** `made` are the agents that were made since it was told last. */
  add(script: Case, trial: TrialResult, made: readonly Agent[]): Promise<void>;
  result(): CoverageResult;
}

/** Begins to see what the trials of a suite touch, with the agents of its module. */
export async function beginCoverage(
  agents: readonly Agent[],
  { coverageCases }: PlaySettings,
): Promise<SuiteCoverage> {
  const coverage = new Coverage({ withCases: coverageCases === true });
  await coverage.know(agents);
  return {
    onAssembled({ agents }) {
      const [entry] = agents;
      if (entry !== undefined) coverage.enter(entry);
      void coverage.know(agents);
    },
    async add({ id, context_variables: given }, trial, made) {
      await coverage.know(made);
      coverage.add(id, given, trial);
    },
    result: () => coverage.result(),
  };
}
