import type { AnyFunction } from "../syntax/children.ts";
import type { Scope } from "../syntax/scope.ts";
import type { Effects } from "../syntax/effects.ts";
import { readContextChanges } from "./context-changes.ts";
import { readContextKeys, readFirstParameter } from "./context-keys.ts";
import { readHandoffs } from "./handoffs.ts";

/** What a function does to a conversation, from its source. */
export function readEffects(node: AnyFunction, around: Scope): Effects {
  const { agents, imports, unknown, answers } = readHandoffs(node, around);
  const writes = readContextChanges(node, around);
  const reads = readContextKeys(node, around);
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
