import { loadTypeScript, type WrittenModule } from "../../loading/hooks.ts";
import { languageOf, readModule } from "./read-module.ts";
import { register, withTags, type SourceReading } from "./tags.ts";

const installed = Symbol.for("swarm-eval.hooks");

/**
 * Makes this thread load TypeScript, and read the types in each module that it loads, except dependencies, for
 * `signatureOf`. Returns what ends that, if nobody did so before.
 */
export function readTypesOnLoad(): () => void {
  const global = globalThis as { [installed]?: true };
  if (global[installed]) return () => undefined;
  global[installed] = true;
  const end = loadTypeScript(tagged);
  return () => {
    end();
    delete global[installed];
  };
}

/** The text of a module with tags, if it has functions whose types can be read. */
function tagged({ url, path, text }: WrittenModule): string {
  const language = languageOf(path);
  if (!language) return text;
  let reading: SourceReading | undefined;
  try {
    reading = readModule(path, text);
  } catch {
    // A module loads even without the parser; the error comes when a signature is needed.
  }
  if (!reading) return text;
  register(reading, { url, text, language });
  return withTags(text, reading);
}
