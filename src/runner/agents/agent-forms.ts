import { valueKey } from "../../json/canonical.ts";
import type { Standing } from "../../results/journal/journal.ts";
import type { JournalReading } from "../../results/journal/read-journal.ts";
import { withoutTags } from "../../signatures/loading/tags.ts";
import type { Agent } from "../../swarm/agent/agent.ts";
import { toolSchema, toolsOf } from "../../swarm/tools/function-to-json.ts";
import { isTool } from "../../swarm/agent/tool.ts";

/** An agent with more forms changes each time, say with the time of day: its forms identify nothing. */
const MOST_FORMS = 16;

/** An agent's model, instructions and tools; equal agents have parts that are `===`, one after the other. */
type Parts = readonly unknown[];

/** Observes in which forms each agent of a run was seen: its model, its instructions, and its tools with their code. */
export class AgentForms {
  readonly #last = new Map<string, Parts>();
  readonly #keys = new Map<string, Set<string>>();
  /** Those that no journal has yet. */
  #unwritten: (readonly [agent: string, forms: readonly string[]])[] = [];

  /** A few comparisons if the agent was last seen in the same form. Throws AgentError for tools that cannot be described to a model. */
  agentAsked(_trial: object, agent: Agent): void {
    const parts = partsOf(agent);
    const last = this.#last.get(agent.name);
    if (last !== undefined && isSame(last, parts)) return;
    this.#last.set(agent.name, parts);
    if (this.#keysOf(agent.name).size > MOST_FORMS) return;
    this.add(agent.name, [valueKey(parts.map(asWritten))]);
  }

  /** Notes the keys of forms in which another process has seen an agent. */
  add(agent: string, forms: readonly string[]): void {
    const keys = this.#keysOf(agent);
    for (const key of forms) {
      if (keys.has(key) || keys.size > MOST_FORMS) continue;
      keys.add(key);
      this.#unwritten.push([agent, [key]]);
    }
  }

  /** The forms that were not seen when this was last called. */
  standing(): Pick<Standing, "agents"> {
    if (this.#unwritten.length === 0) return {};
    const agents = this.#unwritten;
    this.#unwritten = [];
    return { agents };
  }

  takenUp({ agents }: JournalReading["standing"]): void {
    for (const [agent, forms] of agents) for (const form of forms) this.#keysOf(agent).add(form);
  }

  #keysOf(agent: string): Set<string> {
    const keys = this.#keys.get(agent) ?? new Set();
    this.#keys.set(agent, keys);
    return keys;
  }

  /** The keys of each agent's forms, both sorted; an empty list for an agent that changes each time. */
  result(): Record<string, readonly string[]> {
    const agents = [...this.#keys].map(
      ([name, keys]) => [name, keys.size > MOST_FORMS ? [] : [...keys].sort()] as const,
    );
    return Object.fromEntries(agents.sort(([one], [other]) => (one < other ? -1 : 1)));
  }
}

function partsOf(agent: Agent): Parts {
  const { model, instructions, functions, toolChoice, parallelToolCalls, request, api } = agent;
  return [
    model,
    typeof instructions === "function" ? String(instructions) : instructions,
    toolChoice,
    parallelToolCalls,
    ...Object.entries(request).flat(),
    ...(api === undefined ? [] : [api]),
    // The same source text always gives the same schema object; the code is a text.
    ...toolsOf(agent).map(toolSchema),
    ...functions.map((callable) => String(isTool(callable) ? callable.execute : callable)),
  ];
}

/** A tag in a function's text changes with its whole module, so it is left out. */
function asWritten(part: unknown): unknown {
  return typeof part === "string" ? withoutTags(part) : part;
}

function isSame(one: Parts, other: Parts): boolean {
  return one.length === other.length && one.every((part, index) => part === other[index]);
}
