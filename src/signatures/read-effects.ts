import type { AnyFunction, Bindings } from "./bindings.ts";
import type { Effects } from "./effects.ts";
import { readContextChanges } from "./read-context-changes.ts";
import { readContextKeys, readFirstParameter } from "./read-context-keys.ts";
import { readHandoffs } from "./read-handoffs.ts";

/** What a function does to a conversation, from its source; `text` is the module's. */
export function readEffects(node: AnyFunction, around: Bindings, text: string): Effects {
  const { agents, imports, unknown, answers } = readHandoffs(node, around, text);
  const writes = readContextChanges(node, around, text);
  const reads = readContextKeys(node, around, text);
  const first = readFirstParameter(node, around);
  return {
    ...listed("agents", [...agents]),
    ...listed("imports", [...imports.values()]),
    ...listed("unknown", [...unknown]),
    answers,
    ...listed("writes", [...writes.keys].sort()),
    ...(writes.more ? { writesMore: true } : {}),
    ...listed("reads", [...reads.keys].sort()),
    ...(reads.more ? { readsMore: true } : {}),
    ...listed("first", [...first.keys].sort()),
    ...(first.more ? { firstMore: true } : {}),
  };
}

function listed<Name extends string, Item>(
  name: Name,
  items: readonly Item[],
): { readonly [Key in Name]?: readonly Item[] } {
  return items.length === 0
    ? {}
    : ({ [name]: items } as { readonly [Key in Name]: readonly Item[] });
}
