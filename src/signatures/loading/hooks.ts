import { registerHooks } from "node:module";
import { fileURLToPath } from "node:url";
import { languageOf, readModule } from "./read-module.ts";
import type { SourceReading } from "../syntax/source.ts";
import { register, withTags } from "./tags.ts";

const installed = Symbol.for("swarm-eval.hooks");

/** Where this package's own modules are, which hold no tools. */
const own = /^.*\/(?:src|dist)\//.exec(import.meta.url)?.[0];

/** From now on, the types of functions are read from each module that this thread loads, for `signatureOf`. Modules in `node_modules` are left alone. Calling it again changes nothing. */
export function readTypesOnLoad(): void {
  const global = globalThis as { [installed]?: true };
  if (global[installed]) return;
  global[installed] = true;
  registerHooks({
    load(url, context, nextLoad) {
      const loaded = nextLoad(url, context);
      if (!url.startsWith("file:") || (own !== undefined && url.startsWith(own))) return loaded;
      const path = fileURLToPath(url);
      const language = languageOf(path);
      if (!loaded.source || !language) return loaded;
      const { source } = loaded;
      const text = typeof source === "string" ? source : new TextDecoder().decode(source);
      const reading = readIfPossible(path, text);
      if (!reading) return loaded;
      register(reading, { url, text, language });
      return { ...loaded, source: withTags(text, reading) };
    },
  });
}

/** A module loads even where the parser is missing; whoever asks for a signature is told then. */
function readIfPossible(path: string, text: string): SourceReading | undefined {
  try {
    return readModule(path, text);
  } catch {
    return undefined;
  }
}
