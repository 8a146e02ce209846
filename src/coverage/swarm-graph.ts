import { effectsOf } from "../signatures/effects-of.ts";
import type { ImportedValue } from "../signatures/syntax/declarations.ts";
import { isAgent, type Agent } from "../swarm/agent/agent.ts";
import { isTool, toolName, type AgentFunction } from "../swarm/agent/tool.ts";

/** What the sources of an agent say about it, or of several of its name. */
export interface KnownAgent {
  /** By the names that the model calls them by. */
  readonly functions: Map<string, FunctionReading>;
  readonly instructions: Reading;
  /** The names of those whom its tools give the floor to. */
  readonly called: Set<string>;
}

interface Reading {
  /** The texts that were read: most agents are made for a trial, and are the same. */
  readonly texts: Set<string>;
  /** Context variables. */
  readonly reads: Set<string>;
  readsUnresolved: boolean;
}

/** What the sources of the functions of a name say. */
export interface FunctionReading extends Reading {
  /** The names of agents that it may hand off to. */
  readonly targets: Set<string>;
  /** Other values that it returns and that may be agents, as the source has them. */
  readonly unresolved: Set<string>;
  /** Whether it may do more than hand off. */
  answers: boolean;
  /** Context variables. */
  readonly changes: Set<string>;
  changesUnresolved: boolean;
}

/** The agents that there are, and what each could do, as far as their sources say. */
export class SwarmGraph {
  readonly #agents = new Map<string, KnownAgent>();
  readonly #pending: Promise<void>[] = [];

  /** Adds an agent to what others of its name can do. */
  add(agent: Agent): void {
    const { functions, instructions, called } = this.#known(agent.name);
    for (const callable of agent.functions) {
      if (typeof callable?.name !== "string") continue;
      const name = toolName(callable);
      const reading = functions.get(name) ?? noFunction();
      functions.set(name, reading);
      if (isTool(callable) && callable.member !== undefined) {
        called.add(callable.member.name);
        reading.answers = true;
      } else readFunction(callable, reading, this.#pending);
    }
    readInstructions(agent, instructions);
  }

  get(name: string): KnownAgent | undefined {
    return this.#agents.get(name);
  }

  /** Resolves when all that was added has been read. */
  async settled(): Promise<void> {
    await Promise.all(this.#pending.splice(0));
  }

  #known(name: string): KnownAgent {
    const known = this.#agents.get(name) ?? {
      functions: new Map(),
      instructions: noText(),
      called: new Set(),
    };
    this.#agents.set(name, known);
    return known;
  }
}

function noText(): Reading {
  return { texts: new Set(), reads: new Set(), readsUnresolved: false };
}

function noFunction(): FunctionReading {
  return {
    ...noText(),
    targets: new Set(),
    unresolved: new Set(),
    answers: false,
    changes: new Set(),
    changesUnresolved: false,
  };
}

/** Whether a function's text is read for the first time. */
function isNew(fn: Function, { texts }: Reading): boolean {
  const before = texts.size;
  return texts.add(Function.prototype.toString.call(fn)).size > before;
}

/** Reads a function without calling it. `pending` gets what has to be looked up in other modules. */
function readFunction(
  callable: AgentFunction,
  reading: FunctionReading,
  pending: Promise<void>[],
): void {
  const fn = isTool(callable) ? callable.execute : callable;
  if (!isNew(fn, reading)) return;
  const { effects, url } = effectsOf(fn);
  reading.answers ||= effects?.answers ?? true;
  reading.changesUnresolved ||= effects?.writes.more ?? true;
  reading.readsUnresolved ||= effects?.reads.more ?? true;
  addAll(reading.unresolved, effects?.unknown ?? ["?"]);
  if (effects === undefined) return;
  addAll(reading.targets, effects.agents);
  addAll(reading.changes, effects.writes.keys);
  addAll(reading.reads, effects.reads.keys);
  for (const imported of effects.imports) pending.push(addImported(imported, url, reading));
}

function readInstructions({ instructions }: Agent, reading: Reading): void {
  if (typeof instructions !== "function" || !isNew(instructions, reading)) return;
  const { effects } = effectsOf(instructions);
  for (const keys of [effects?.reads, effects?.first]) {
    addAll(reading.reads, keys?.keys ?? []);
    reading.readsUnresolved ||= keys?.more ?? true;
  }
}

function addAll(set: Set<string>, names: Iterable<string>): void {
  for (const name of names) set.add(name);
}

async function addImported(
  imported: ImportedValue,
  url: string | undefined,
  reading: FunctionReading,
): Promise<void> {
  const value = await valueOf(imported, url);
  if (isAgent(value)) reading.targets.add(value.name);
  else reading.answers = true;
  if (value === undefined) reading.unresolved.add(imported.path.join("."));
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
