import type { Effects } from "./effects.ts";
import { loadReader } from "./load-reader.ts";
import { placeOf, readingOf } from "./tags.ts";

/** What a function does to a conversation, and the address of its module. */
export interface PlacedEffects {
  /** Undefined where it cannot be read at all. */
  readonly effects: Effects | undefined;
  readonly url: string | undefined;
}

/** What a function does to a conversation: from its source where that was seen as it was loaded, else from its own text, which tells of nothing around it. It is never called. */
export function effectsOf(fn: Function): PlacedEffects {
  const text = Function.prototype.toString.call(fn);
  const url = placeOf(text);
  const effects = readingOf(text)?.effects;
  if (effects !== undefined) return { effects, url };
  try {
    return { effects: loadReader().readFunctionText(text).reading.effects, url };
  } catch {
    return { effects: undefined, url };
  }
}
