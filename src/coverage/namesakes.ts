import type { SuiteNames } from "../cases/expected-names.ts";
import type { Doubt } from "./doubts.ts";
import type { KnownNames } from "./known-names.ts";
import type { Sources } from "./sources.ts";

/** The agents in expectations whose name two different ones have that a conversation may come to. */
export async function namesakes(
  { names }: SuiteNames,
  { shared }: KnownNames,
  sources: Sources,
): Promise<Doubt[]> {
  const named = names.filter(({ of, name }) => of === "agent" && shared.has(name));
  if (named.length === 0) return [];
  const reached = await sources.reached();
  return named
    .filter(({ name }) => reached.has(name))
    .map(({ name, line }) => ({
      line,
      name,
      message: `two different agents are called ${JSON.stringify(name)}, and nobody could tell which is meant. Give each its own name.`,
    }));
}
