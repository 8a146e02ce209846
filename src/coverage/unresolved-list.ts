import type { Untold } from "../results/coverage-result.ts";
import type { FunctionReading } from "./agent-reading.ts";

/** What the sources of functions do not tell, once for each function, whichever agents have it. */
export class UntoldList {
  readonly #all = new Map<string, Untold & { readonly agents: string[] }>();

  add(
    agent: string,
    name: string,
    {
      untold,
      changesUntold,
      readsUntold,
    }: Pick<FunctionReading, "untold" | "changesUntold" | "readsUntold">,
  ): void {
    if (untold.length > 0) this.#add("handoffs", agent, name, untold);
    if (changesUntold) this.#add("changes", agent, name, []);
    if (readsUntold) this.#add("reads", agent, name, []);
  }

  all(): Untold[] {
    return [...this.#all.values()];
  }

  #add(about: Untold["about"], agent: string, name: string, source: readonly string[]): void {
    const key = [about, name, ...source].join("\n");
    const known = this.#all.get(key);
    if (known === undefined) this.#all.set(key, { about, function: name, agents: [agent], source });
    else known.agents.push(agent);
  }
}
