import type { Node, Program } from "oxc-parser";
import { Bindings } from "./bindings.ts";
import type { AnyFunction } from "./bindings.ts";
import { eachChild, isFunction } from "./children.ts";
import type { Effects } from "./effects.ts";
import { readContextChanges } from "./read-context-changes.ts";
import { readContextKeys, readFirstParameter } from "./read-context-keys.ts";
import { readHandoffs } from "./read-handoffs.ts";
import { bindingsIn } from "./read-returns.ts";

/** Reads what the functions of a module do; each is read once. `text` is the module's. */
export function effectsReader(program: Program, text: string): (node: AnyFunction) => Effects {
  const around = new Map<Node, Bindings>();
  const known = new Map<AnyFunction, Effects>();
  visit(program, Bindings.of([]));
  return (node) => {
    let effects = known.get(node);
    if (effects === undefined) {
      effects = readEffects(node, around.get(node) ?? Bindings.of([]), text);
      known.set(node, effects);
    }
    return effects;
  };

  function visit(node: Node, bindings: Bindings): void {
    if (isFunction(node)) around.set(node, bindings);
    const own = bindingsIn(node, bindings);
    eachChild(node, (child) => visit(child, own));
  }
}

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

/** Whether a function does more than answer: one without parameters and without JSDoc is worth a tag only then. */
export function hasEffects({ agents, imports, writes, reads }: Effects): boolean {
  return [agents, imports, writes, reads].some((list) => list !== undefined);
}

function listed<Name extends string, Item>(
  name: Name,
  items: readonly Item[],
): { readonly [Key in Name]?: readonly Item[] } {
  return items.length === 0
    ? {}
    : ({ [name]: items } as { readonly [Key in Name]: readonly Item[] });
}
