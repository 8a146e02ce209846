import type { Unresolved } from "../results/coverage-result.ts";
import type { FunctionReading } from "./agent-reading.ts";

/** What the sources of functions do not tell, once for each function, whichever agents have it. */
export class UnresolvedList {
  readonly #all = new Map<string, Unresolved & { readonly agents: string[] }>();

  add(
    agent: string,
    name: string,
    {
      unresolved,
      changesUnresolved,
      readsUnresolved,
    }: Pick<FunctionReading, "unresolved" | "changesUnresolved" | "readsUnresolved">,
  ): void {
    if (unresolved.length > 0) this.#add("handoffs", agent, name, unresolved);
    if (changesUnresolved) this.#add("changes", agent, name, []);
    if (readsUnresolved) this.#add("reads", agent, name, []);
  }

  all(): Unresolved[] {
    return [...this.#all.values()];
  }

  #add(about: Unresolved["about"], agent: string, name: string, source: readonly string[]): void {
    const key = [about, name, ...source].join("\n");
    const known = this.#all.get(key);
    if (known === undefined) this.#all.set(key, { about, function: name, agents: [agent], source });
    else known.agents.push(agent);
  }
}
