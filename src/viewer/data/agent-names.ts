import type { RunPart } from "../../reports/html/parts.ts";

/** By the name of an agent, its number: the same in every view. */
export type AgentNames = ReadonlyMap<string, number>;

/** The agents of all runs, numbered by name: an agent keeps its colour when a case is added. */
export function agentNames(runs: readonly RunPart[]): AgentNames {
  const names = new Set(
    runs.flatMap(({ rows, end }) => [
      ...rows.flatMap(({ agents, route }) => [...agents, ...route]),
      ...(end.coverage?.agents ?? []).map(({ agent }) => agent),
    ]),
  );
  return new Map([...names].sort().map((name, index) => [name, index]));
}
