import type { Effects } from "../syntax/effects.ts";
import { findFunctions } from "../syntax/find-functions.ts";
import { parse } from "../syntax/parse.ts";
import { readEffects } from "./read-effects.ts";
import { sourceOf } from "../syntax/source.ts";
import type { Language } from "../syntax/source.ts";

/** What the functions of a module do to a conversation, in the order in which `readSource` has them. */
export function readSourceEffects(text: string, language: Language): readonly Effects[] {
  const parsed = parse(text, language);
  if (!parsed) return [];
  const { program, comments } = parsed;
  return findFunctions(program, sourceOf(text, language, comments)).map(({ node, scope }) =>
    readEffects(node, scope),
  );
}
