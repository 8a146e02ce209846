import { effectsOf } from "../signatures/effects-of.ts";
import type { ImportedValue } from "../signatures/syntax/declarations.ts";
import { isAgent, type Agent } from "../swarm/agent/agent.ts";
import { isTool, type AgentFunction } from "../swarm/agent/tool.ts";

/** What the sources of an agent say about it. */
export interface KnownAgent {
  /** By the names that the model calls them by. */
  readonly functions: Map<string, FunctionReading>;
  readonly instructions: Pick<FunctionReading, "reads" | "readsUnresolved">;
}

interface FunctionReading {
  /** The names of agents that it may hand off to. */
  readonly targets: Set<string>;
  /** Other values that it returns and that may be agents, as the source has them. */
  readonly unresolved: string[];
  /** Whether it may do more than hand off. */
  answers: boolean;
  /** Context variables. */
  readonly changes: readonly string[];
  readonly changesUnresolved: boolean;
  readonly reads: readonly string[];
  readonly readsUnresolved: boolean;
}

/** The agents that there are, and what each could do, as far as their sources say. */
export class SwarmGraph {
  readonly #agents = new Map<string, KnownAgent>();
  /** The names of each agent's functions when it was last seen: most agents are made for a trial, and are the same. */
  readonly #lastSeen = new Map<string, string>();
  readonly #pending: Promise<void>[] = [];

  /** Adds an agent to what others of its name can do. */
  add(agent: Agent): void {
    const functions = agent.functions.filter((callable) => typeof callable?.name === "string");
    const names = functions.map(({ name }) => name).join(" ");
    if (this.#lastSeen.get(agent.name) === names) return;
    this.#lastSeen.set(agent.name, names);
    const known = this.#agents.get(agent.name)?.functions ?? new Map<string, FunctionReading>();
    for (const callable of functions) {
      if (!known.has(callable.name))
        known.set(callable.name, readFunction(callable, this.#pending));
    }
    this.#agents.set(agent.name, { functions: known, instructions: readInstructions(agent) });
  }

  get(name: string): KnownAgent | undefined {
    return this.#agents.get(name);
  }

  /** Resolves when all that was added has been read. */
  async settled(): Promise<void> {
    await Promise.all(this.#pending.splice(0));
  }
}

const UNREADABLE = {
  answers: true,
  changes: [],
  changesUnresolved: true,
  reads: [],
  readsUnresolved: true,
};

/** Reads a function without calling it. `pending` gets what has to be looked up in other modules. */
function readFunction(callable: AgentFunction, pending: Promise<void>[]): FunctionReading {
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

function readInstructions({ instructions }: Agent): KnownAgent["instructions"] {
  if (typeof instructions !== "function") return { reads: [], readsUnresolved: false };
  const { effects } = effectsOf(instructions);
  return {
    reads: [...new Set([...(effects?.reads.keys ?? []), ...(effects?.first.keys ?? [])])],
    readsUnresolved: effects === undefined || effects.reads.more || effects.first.more,
  };
}

async function addImported(
  imported: ImportedValue,
  url: string | undefined,
  reading: FunctionReading,
): Promise<void> {
  const value = await valueOf(imported, url);
  if (isAgent(value)) reading.targets.add(value.name);
  else reading.answers = true;
  if (value === undefined) reading.unresolved.push(imported.path.join("."));
}

/**
 * What a function returns from another module, whose address is relative to `url`, that of the function's own module.
 * As that one imports it, it has run already: nothing runs now. Undefined if it cannot be found.
 */
async function valueOf({ from, path }: ImportedValue, url: string | undefined): Promise<unknown> {
  if (url === undefined || !/^\.{0,2}\//.test(from)) return undefined;
  try {
    let value: unknown = await import(new URL(from, url).href);
    // Only plain properties are read: a getter is somebody's code.
    for (const name of path)
      value = Object.getOwnPropertyDescriptor(value as object, name)?.value as unknown;
    return value;
  } catch {
    return undefined;
  }
}
