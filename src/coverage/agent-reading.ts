import { effectsOf } from "../signatures/effects-of.ts";
import type { ImportedValue } from "../signatures/effects.ts";
import type { Agent } from "../swarm/agent.ts";
import { isTool } from "../swarm/tool.ts";
import type { AgentFunction } from "../swarm/tool.ts";
import { lookUp } from "./imported-agent.ts";

/** What the source of an agent's function tells. */
export interface FunctionReading {
  /** The names of agents that it may hand off to. */
  readonly targets: Set<string>;
  /** What else it returns and may be an agent, in the words of the source. */
  readonly untold: string[];
  /** Whether it may do anything but hand off. */
  answers: boolean;
  readonly changes: readonly string[];
  readonly changesUntold: boolean;
  readonly reads: readonly string[];
  readonly readsUntold: boolean;
}

/** Reads a function of an agent, without calling it. `pending` gets what has to be looked up in other modules. */
export function readAgentFunction(
  callable: AgentFunction,
  pending: Promise<void>[],
): FunctionReading {
  const { effects, url } = effectsOf(isTool(callable) ? callable.execute : callable);
  if (effects === undefined) return { ...UNREADABLE, targets: new Set(), untold: ["?"] };
  const reading: FunctionReading = {
    targets: new Set(effects.agents),
    untold: [...(effects.unknown ?? [])],
    answers: effects.answers,
    changes: effects.writes ?? [],
    changesUntold: effects.writesMore === true,
    reads: effects.reads ?? [],
    readsUntold: effects.readsMore === true,
  };
  for (const imported of effects.imports ?? []) pending.push(addImported(imported, url, reading));
  return reading;
}

async function addImported(
  imported: ImportedValue,
  url: string | undefined,
  reading: FunctionReading,
): Promise<void> {
  const found = await lookUp(imported, url);
  if (found.type === "agent") reading.targets.add(found.name);
  else reading.answers = true;
  if (found.type === "untold") reading.untold.push(imported.path.join("."));
}

const UNREADABLE = {
  answers: true,
  changes: [],
  changesUntold: true,
  reads: [],
  readsUntold: true,
};

/** What an agent's instructions read of the context variables. */
export function readInstructions({
  instructions,
}: Agent): Pick<FunctionReading, "reads" | "readsUntold"> {
  if (typeof instructions !== "function") return { reads: [], readsUntold: false };
  const { effects } = effectsOf(instructions);
  return {
    reads: [...new Set([...(effects?.reads ?? []), ...(effects?.first ?? [])])],
    readsUntold: effects === undefined || effects.readsMore === true || effects.firstMore === true,
  };
}
