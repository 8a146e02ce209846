import type { ImportedValue } from "../signatures/effects.ts";
import { isAgent } from "../swarm/agent.ts";

/** What another module exports in some place. */
export type LookedUp =
  | { readonly type: "agent"; readonly name: string }
  /** A value that is no agent. */
  | { readonly type: "other" }
  | { readonly type: "untold" };

/**
 * Looks up what a function returns of another module, whose address is relative to `url`, that of the function's own
 * module. As that one imports it, it has run already: nothing runs now.
 */
export async function lookUp(
  { from, path }: ImportedValue,
  url: string | undefined,
): Promise<LookedUp> {
  if (url === undefined || !/^\.{0,2}\//.test(from)) return { type: "untold" };
  try {
    let value: unknown = await import(new URL(from, url).href);
    // Of properties only the values are looked at: a getter is somebody's code.
    for (const name of path)
      value = Object.getOwnPropertyDescriptor(value as object, name)?.value as unknown;
    if (isAgent(value)) return { type: "agent", name: value.name };
    return { type: value === undefined ? "untold" : "other" };
  } catch {
    return { type: "untold" };
  }
}
