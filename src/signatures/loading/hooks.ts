import { registerHooks } from "node:module";
import { fileURLToPath } from "node:url";
import { languageOf, readModule } from "./read-module.ts";
import { register, withTags, type SourceReading } from "./tags.ts";

const installed = Symbol.for("swarm-eval.hooks");

/** The folder of this package's own modules, which contain no tools. */
const own = /^.*\/(?:src|dist)\//.exec(import.meta.url)?.[0];

/** Makes this thread read the types in each module that it loads, except dependencies, for `signatureOf`. */
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
      let reading: SourceReading | undefined;
      try {
        reading = readModule(path, text);
      } catch {
        // A module loads even without the parser; the error comes when a signature is needed.
      }
      if (!reading) return loaded;
      register(reading, { url, text, language });
      return { ...loaded, source: withTags(text, reading) };
    },
  });
}
