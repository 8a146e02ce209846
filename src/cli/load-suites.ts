import { agentsOfModule } from "../coverage/module-agents.ts";
import { loadAgentsModule } from "../runner/agents-module.ts";
import type { AgentsModule } from "../runner/agents-module.ts";
import type { Agent } from "../swarm/agent.ts";
import type { PlannedSuite } from "./plan-suites.ts";

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
