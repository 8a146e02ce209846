import { effectsOf } from "../signatures/effects-of.ts";
import type { ImportedValue } from "../signatures/syntax/declarations.ts";
import { isAgent } from "../swarm/agent/agent.ts";
import type { Agent } from "../swarm/agent/agent.ts";
import { isTool } from "../swarm/agent/tool.ts";
import type { AgentFunction } from "../swarm/agent/tool.ts";

/** What the source of an agent's function tells. */
export interface FunctionReading {
  /** The names of agents that it may hand off to. */
  readonly targets: Set<string>;
  /** What else it returns and may be an agent, in the words of the source. */
  readonly unresolved: string[];
  /** Whether it may do anything but hand off. */
  answers: boolean;
  readonly changes: readonly string[];
  readonly changesUnresolved: boolean;
  readonly reads: readonly string[];
  readonly readsUnresolved: boolean;
}

/** Reads a function of an agent, without calling it. `pending` gets what has to be looked up in other modules. */
export function readAgentFunction(
  callable: AgentFunction,
  pending: Promise<void>[],
): FunctionReading {
  const { effects, url } = effectsOf(isTool(callable) ? callable.execute : callable);
  if (effects === undefined) return { ...UNREADABLE, targets: new Set(), unresolved: ["?"] };
  const reading: FunctionReading = {
    targets: new Set(effects.agents),
    unresolved: [...effects.unknown],
    answers: effects.answers,
    changes: effects.writes.keys,
    changesUnresolved: effects.writes.more,
    reads: effects.reads.keys,
    readsUnresolved: effects.reads.more,
  };
  for (const imported of effects.imports) pending.push(addImported(imported, url, reading));
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
  if (found.type === "unresolved") reading.unresolved.push(imported.path.join("."));
}

const UNREADABLE = {
  answers: true,
  changes: [],
  changesUnresolved: true,
  reads: [],
  readsUnresolved: true,
};

/** What an agent's instructions read of the context variables. */
export function readInstructions({
  instructions,
}: Agent): Pick<FunctionReading, "reads" | "readsUnresolved"> {
  if (typeof instructions !== "function") return { reads: [], readsUnresolved: false };
  const { effects } = effectsOf(instructions);
  return {
    reads: [...new Set([...(effects?.reads.keys ?? []), ...(effects?.first.keys ?? [])])],
    readsUnresolved: effects === undefined || effects.reads.more || effects.first.more,
  };
}

/** What another module exports in some place. */
type LookedUp =
  | { readonly type: "agent"; readonly name: string }
  /** A value that is no agent. */
  | { readonly type: "other" }
  | { readonly type: "unresolved" };

/**
 * Looks up what a function returns of another module, whose address is relative to `url`, that of the function's own
 * module. As that one imports it, it has run already: nothing runs now.
 */
async function lookUp({ from, path }: ImportedValue, url: string | undefined): Promise<LookedUp> {
  if (url === undefined || !/^\.{0,2}\//.test(from)) return { type: "unresolved" };
  try {
    let value: unknown = await import(new URL(from, url).href);
    // Of properties only the values are looked at: a getter is somebody's code.
    for (const name of path)
      value = Object.getOwnPropertyDescriptor(value as object, name)?.value as unknown;
    if (isAgent(value)) return { type: "agent", name: value.name };
    return { type: value === undefined ? "unresolved" : "other" };
  } catch {
    return { type: "unresolved" };
  }
}
