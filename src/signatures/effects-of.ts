import type { Effects } from "./effects/effects.ts";
import { loadReader } from "./loading/load-reader.ts";
import { originOf, type LoadedModule } from "./loading/tags.ts";
import { writtenFunction } from "./written-function.ts";

/** What a function does to a conversation, and the address of its module. */
export interface PlacedEffects {
  /** Undefined if it cannot be read at all. */
  readonly effects: Effects | undefined;
  readonly url: string | undefined;
}

const known = new WeakMap<LoadedModule, readonly Effects[]>();

/**
 * What a function does to a conversation: from its module if the loading hooks saw it, else from its own text, which
 * shows nothing around it. The function is never called.
 */
export function effectsOf(fn: Function): PlacedEffects {
  const { text } = writtenFunction(fn);
  const { module, index = 0 } = originOf(text) ?? {};
  const url = module?.url;
  try {
    const read = module && effectsIn(module)[index];
    return { effects: read ?? loadReader().readTextEffects(text), url };
  } catch {
    return { effects: undefined, url };
  }
}

/** Read on demand: most programs that load a module never need them. */
function effectsIn(module: LoadedModule): readonly Effects[] {
  const effects = known.get(module) ?? loadReader().readSourceEffects(module.text, module.language);
  known.set(module, effects);
  return effects;
}
