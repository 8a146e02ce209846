import type { Agent } from "../swarm/agent/agent.ts";
import { readAgentFunction, readInstructions } from "./agent-reading.ts";
import type { FunctionReading } from "./agent-reading.ts";

/** What is known of an agent. */
export interface KnownAgent {
  /** By the names that the model calls them by. */
  readonly functions: Map<string, FunctionReading>;
  readonly instructions: Pick<FunctionReading, "reads" | "readsUnresolved">;
}

/** What agents there are, and what each could do, as far as their sources tell. */
export class SwarmGraph {
  readonly #agents = new Map<string, KnownAgent>();
  /** The functions that an agent had when it was looked at last, by their names: most are made anew for every trial and are the same. */
  readonly #last = new Map<string, string>();
  readonly #pending: Promise<void>[] = [];

  /** Takes in an agent. What others of its name can do is kept. */
  add(agent: Agent): void {
    const functions = agent.functions.filter((callable) => typeof callable?.name === "string");
    const shape = functions.map(({ name }) => name).join(" ");
    if (this.#last.get(agent.name) === shape) return;
    this.#last.set(agent.name, shape);
    const known = this.#agents.get(agent.name)?.functions ?? new Map<string, FunctionReading>();
    for (const callable of functions) {
      if (!known.has(callable.name))
        known.set(callable.name, readAgentFunction(callable, this.#pending));
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
