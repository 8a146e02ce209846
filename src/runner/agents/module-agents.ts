import { agentsMade } from "../../swarm/agent/agent.ts";
import type { Agent } from "../../swarm/agent/agent.ts";

/** The agents that modules made while they were loaded, by the module's file: a module is loaded once, however many suites are played against it. */
const made = new Map<string, Agent[]>();

/** The agents of a module that has just been loaded, its own before those of modules that were loaded before. */
export function agentsOfModule(file: string): Agent[] {
  const own = [...(made.get(file) ?? []), ...agentsMade()];
  made.delete(file);
  const names = new Set(own.map(({ name }) => name));
  const others = [...made.values()].flat().filter(({ name }) => !names.has(name));
  made.set(file, own);
  return [...own, ...others];
}
