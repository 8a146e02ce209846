import { canonicalJson } from "../json/canonical.ts";
import { contentKey } from "../signatures/content-key.ts";
import { withoutTags } from "../signatures/tags.ts";
import type { Agent } from "../swarm/agent.ts";
import { toolSchema, toolsOf } from "../swarm/function-to-json.ts";
import { isTool } from "../swarm/tool.ts";

/** An agent with more forms (with the time of day in its instructions, say) is made anew each time: no form tells what it is. */
const MOST_FORMS = 16;

/** What an agent is, part by part; equal agents have parts that are `===`, one after the other. */
type Parts = readonly unknown[];

/** Gathers in which forms each agent of a run was seen: its model, its instructions, and its tools with their code. */
export class AgentForms {
  readonly #seen = new WeakSet<Agent>();
  readonly #last = new Map<string, Parts>();
  readonly #hashes = new Map<string, Set<string>>();

  /** Takes in an agent, at the price of a few comparisons where it was last seen in the same form. Throws AgentError for tools that no model can be told of. */
  see(agent: Agent): void {
    if (this.#seen.has(agent)) return;
    this.#seen.add(agent);
    const parts = partsOf(agent);
    const last = this.#last.get(agent.name);
    if (last !== undefined && isSame(last, parts)) return;
    this.#last.set(agent.name, parts);
    let hashes = this.#hashes.get(agent.name);
    if (hashes === undefined) this.#hashes.set(agent.name, (hashes = new Set()));
    if (hashes.size <= MOST_FORMS) hashes.add(hashOf(parts));
  }

  /** The hashes of each agent's forms, both sorted; none for an agent that is made anew each time. */
  result(): Record<string, readonly string[]> {
    const agents = [...this.#hashes].map(
      ([name, hashes]) => [name, hashes.size > MOST_FORMS ? [] : [...hashes].sort()] as const,
    );
    return Object.fromEntries(agents.sort(([one], [other]) => (one < other ? -1 : 1)));
  }
}

function partsOf(agent: Agent): Parts {
  const { model, instructions, functions, toolChoice, parallelToolCalls } = agent;
  return [
    model,
    typeof instructions === "function" ? String(instructions) : instructions,
    typeof toolChoice === "object" ? canonicalJson(toolChoice) : toolChoice,
    parallelToolCalls,
    ...toolsOf(agent).map(toolSchema),
    // The schemas are one object for each source text, the code is a text.
    ...functions.map((callable) => String(isTool(callable) ? callable.execute : callable)),
  ];
}

/** A tag in a function's text stands for the whole module, of which it may be but a part. */
function hashOf(parts: Parts): string {
  const texts = parts.map((part) => (typeof part === "string" ? withoutTags(part) : part));
  return contentKey(canonicalJson(texts));
}

function isSame(one: Parts, other: Parts): boolean {
  return one.length === other.length && one.every((part, index) => part === other[index]);
}
