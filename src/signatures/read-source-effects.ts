import type { Node } from "oxc-parser";
import { Bindings } from "./bindings.ts";
import { eachChild, isFunction } from "./children.ts";
import type { Effects } from "./effects.ts";
import { findFunctions } from "./find-functions.ts";
import { parse } from "./parse.ts";
import { readEffects } from "./read-effects.ts";
import { bindingsIn } from "./read-returns.ts";
import { sourceOf } from "./source.ts";
import type { Language } from "./source-reading.ts";

/** What the functions of a module do to a conversation, in the order in which `readSource` has them. */
export function readSourceEffects(text: string, language: Language): readonly Effects[] {
  const parsed = parse(text, language);
  if (!parsed) return [];
  const { program, comments } = parsed;
  const around = new Map<Node, Bindings>();
  visit(program, Bindings.of([]));
  return findFunctions(program, sourceOf(text, language, comments)).map(({ node }) =>
    readEffects(node, around.get(node) ?? Bindings.of([]), text),
  );

  function visit(node: Node, bindings: Bindings): void {
    if (isFunction(node)) around.set(node, bindings);
    const own = bindingsIn(node, bindings);
    eachChild(node, (child) => visit(child, own));
  }
}
