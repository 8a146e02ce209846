import type { AgentsModule, Assembled } from "../runner/agents-module.ts";
import { trialError } from "../runner/trial-error.ts";
import { UsageError } from "../runner/usage-error.ts";
import type { Agent } from "../swarm/agent.ts";
import { AgentError } from "../swarm/agent-error.ts";

/** The agents of a module for one session. `id` is what the factory is told. Throws UsageError. */
export async function chatAgents(agentsModule: AgentsModule, id: string): Promise<Assembled> {
  try {
    return await agentsModule.assemble({ id, trial: 1 });
  } catch (error) {
    if (error instanceof UsageError) throw error;
    const { message } = trialError(new AgentError("The factory", error));
    throw new UsageError(message, { cause: error });
  }
}

/** Who listens first: the agent of that name, or the entry agent. Throws UsageError. */
export function firstAgent(assembled: Assembled, name: string | undefined): Agent {
  try {
    return assembled.starting(name);
  } catch (error) {
    throw new UsageError((error as Error).message, { cause: error });
  }
}
