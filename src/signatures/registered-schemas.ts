import type { FunctionReading, Parameter, Refusal, Signature } from "./schema/signature.ts";

/** What the functions of agents tell a model, by the names of agents and functions. `swarm-eval schemas` writes it. */
export type FunctionSchemas = Readonly<Record<string, Readonly<Record<string, FunctionSchema>>>>;

/** What one function tells a model. */
export interface FunctionSchema {
  readonly description?: string | undefined;
  readonly parameters: readonly Parameter[];
  readonly call: Signature["call"];
  readonly contextVariables?: number | "property" | undefined;
}

/** What is registered for a function of an agent. */
export interface Registered {
  readonly agent: string;
  readonly signature: Signature;
  /** Equal if the signatures are. */
  readonly text: string;
}

const REGISTRY = "swarm-eval.schemas";

/** By the name of the function. Global, because a process may run more than one copy of this package. */
const registry = ((globalThis as { [key: symbol]: unknown })[Symbol.for(REGISTRY)] ??=
  new Map()) as Map<string, Registered[]>;

/** From now on these schemas stand in for the types of functions that compiling has taken. */
export function registerSchemas(schemas: FunctionSchemas): void {
  for (const [agent, functions] of Object.entries(schemas))
    for (const [name, schema] of Object.entries(functions)) {
      const signature = { description: undefined, contextVariables: undefined, ...schema, name };
      const all = registry.get(name) ?? [];
      registry.set(name, all);
      all.push({ agent, signature, text: JSON.stringify(schema) });
    }
}

/** What is registered under the name of a function, for one agent or for all. */
export function registeredAs(name: string, agent: string | undefined): readonly Registered[] {
  const all = registry.get(name) ?? [];
  return agent === undefined ? all : all.filter((each) => each.agent === agent);
}

type Shown = Omit<Extract<FunctionReading, { readonly type: "signature" }>, "type">;

/** Whether a signature is of a function of which the names are known, and not always all. */
export function fits(signature: Signature, shown: Shown): boolean {
  const names = signature.parameters.map(({ name }) => name);
  const own = namesOf(shown);
  if (own === undefined) return true;
  if (signature.call !== shown.call || signature.contextVariables !== shown.contextVariables)
    return false;
  // A type may have more properties than the function takes out of the object.
  return signature.call === "object"
    ? own.every((name) => names.includes(name))
    : names.length === own.length && own.every((name, at) => name === names[at]);
}

/** Undefined if some have no names of their own, such as those that a rest parameter collects. */
function namesOf({ parameters }: Shown): readonly string[] | undefined {
  const names = parameters.map((each) => ("refusal" in each ? each.refusal.parameter : each.name));
  return names.every((name) => name !== undefined && /^[\w$]+$/.test(name))
    ? (names as string[])
    : undefined;
}

export function staleSchemas(registered: readonly Registered[], shown: Shown): Refusal {
  const written = registered.map(({ signature }) =>
    list(signature.parameters.map(({ name }) => name)),
  );
  return {
    reason: `takes ${list(namesOf(shown) ?? [])}, but ${[...new Set(written)].join(" or ")} by the schemas that are registered for it`,
    advice:
      "Write them again with `npx swarm-eval schemas`. If a minifier changed the names, build with the plugin of swarm-eval instead.",
  };
}

export const AMBIGUOUS_SCHEMAS: Refusal = {
  reason: "is one of several of this name whose registered schemas differ",
  advice:
    "Rename one of the functions, or one of their agents, and write the schemas again with `npx swarm-eval schemas`.",
};

function list(names: readonly string[]): string {
  return `(${names.join(", ")})`;
}
