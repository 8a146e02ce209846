import type { CoverageResult } from "../results/coverage-result.ts";
import type { Agent } from "../swarm/agent/agent.ts";
import type { KnownNames } from "./known-names.ts";

/** What the source of agents says of a swarm; it is read only when a name is in doubt. */
export class Sources {
  readonly #known: KnownNames;
  readonly #entries = new Map<string, Agent>();
  #read: Promise<CoverageResult> | undefined;

  constructor(known: KnownNames) {
    this.#known = known;
  }

  /** Adds agents at which cases may begin. */
  enter(agents: Iterable<Agent>): void {
    for (const agent of agents) this.#entries.set(agent.name, agent);
  }

  /** The context variables that functions change or read, and whether there can be no others. */
  async contextVariables(): Promise<{ readonly keys: string[]; readonly all: boolean }> {
    const { context_keys: keys, unresolved, agents } = await this.#result();
    return {
      keys: keys.map(({ key }) => key),
      all: unresolved.length === 0 && agents.every(({ known }) => known),
    };
  }

  /** The names of the agents that a conversation may come to. */
  async reached(): Promise<ReadonlySet<string>> {
    return new Set((await this.#result()).agents.map(({ agent }) => agent));
  }

  #result(): Promise<CoverageResult> {
    return (this.#read ??= this.#coverage());
  }

  async #coverage(): Promise<CoverageResult> {
    const { Coverage } = await import("./coverage.ts");
    const coverage = new Coverage({ withCases: false });
    for (const agent of this.#entries.values()) coverage.enter(agent);
    await coverage.know(this.#known.agents);
    return coverage.result();
  }
}
