import type { Agent } from "../swarm/agent/agent.ts";
import type { NamedMember } from "../swarm/agent/member.ts";
import { isTool, toolName, type AgentFunction } from "../swarm/agent/tool.ts";

/** The names of the agents that were made, of the members of teams and of tools, with one of each that is different. */
export class KnownNames {
  readonly #agents = new Map<string, Map<string, Agent>>();
  readonly #tools = new Map<string, Map<string, AgentFunction>>();
  readonly #members = new Set<string>();
  /** Names that agents of one trial share though they are different. */
  readonly shared = new Set<string>();

  /** Adds agents of which any number may have a name: those of several trials. */
  add(agents: Iterable<Agent>): void {
    for (const agent of agents) {
      keep(this.#agents, agent.name, formOf(agent), agent);
      for (const callable of agent.functions)
        keep(this.#tools, toolName(callable), codeOf(callable), callable);
    }
  }

  /** Adds teams, and whoever takes part in them that is no agent. */
  addMembers(members: Iterable<NamedMember>): void {
    for (const { name } of members) this.#members.add(name);
  }

  /** Notes whether agents of one trial are called the same. */
  addTogether(agents: Iterable<Agent>): void {
    const forms = new Map<string, string>();
    for (const agent of agents) {
      const form = formOf(agent);
      const { name } = agent;
      if ((forms.get(name) ?? form) === form) forms.set(name, form);
      else this.shared.add(name);
    }
  }

  get agents(): Agent[] {
    return [...this.#agents.values()].flatMap((forms) => [...forms.values()]);
  }

  /** What a model may call by a name. */
  toolsOf(name: string): AgentFunction[] {
    return [...(this.#tools.get(name)?.values() ?? [])];
  }

  names(of: "agent" | "tool"): string[] {
    return of === "agent" ? [...this.#agents.keys(), ...this.#members] : [...this.#tools.keys()];
  }
}

/** A factory makes the same for every trial: one of it is kept. */
function keep<T>(all: Map<string, Map<string, T>>, name: string, form: string, value: T): void {
  const forms = all.get(name) ?? new Map<string, T>();
  all.set(name, forms);
  if (!forms.has(form)) forms.set(form, value);
}

function formOf({ instructions, functions }: Agent): string {
  return [String(instructions), ...functions.map(codeOf)].join("\n");
}

function codeOf(callable: AgentFunction): string {
  return isTool(callable)
    ? `${callable.name} ${String(callable.execute)}`
    : Function.prototype.toString.call(callable);
}
