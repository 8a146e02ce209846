import type { Agent } from "../../swarm/agent/agent.ts";

/** Observes the names of the agents that are made, and of their tools. */
export class KnownNames {
  readonly agent = new Set<string>();
  readonly tool = new Set<string>();

  agentsMade(agents: Iterable<Agent>): void {
    for (const { name, functions } of agents) {
      this.agent.add(name);
      for (const callable of functions) this.tool.add(callable.name);
    }
  }
}
