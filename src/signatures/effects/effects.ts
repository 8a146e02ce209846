import type { Scope } from "../syntax/declarations.ts";
import type { AnyFunction } from "../syntax/nodes.ts";
import { readContextChanges } from "./context-changes.ts";
import { readContextKeys, readFirstParameter, type Keys } from "./context-keys.ts";
import { readHandoffs, type Handoffs } from "./handoffs.ts";

/** What a function does to a conversation, from its source. */
export interface Effects extends Handoffs {
  /** The context variables that it changes, and reads. */
  readonly writes: Keys;
  readonly reads: Keys;
  /** What it reads of its first parameter; for instructions these are context variables. */
  readonly first: Keys;
}

export function readEffects(node: AnyFunction, around: Scope): Effects {
  return {
    ...readHandoffs(node, around),
    writes: readContextChanges(node, around),
    reads: readContextKeys(node, around),
    first: readFirstParameter(node, around),
  };
}
