import { fromCache, toCache } from "./cache.ts";
import { loadReader } from "./load-reader.ts";
import type { Language, SourceReading } from "../syntax/source.ts";
import { isTagged } from "./tags.ts";

/** Reads the module at a path, or takes what was kept of it; undefined for a module that is not to be read, or in which there is nothing to tag. Throws when the parser cannot be loaded. */
export function readModule(path: string, text: string): SourceReading | undefined {
  const language = languageOf(path);
  if (!language || isTagged(text)) return undefined;
  // Of plain JavaScript without JSDoc, a function's own text tells as much, but for the agents that it returns.
  if (language === "js" && !text.includes("/**") && !/\bnew\s+(?:[\w$.]+\.)?Agent\b/.test(text))
    return undefined;
  const reading = fromCache(path, text) ?? readAnew(path, text, language);
  return reading.functions.length > 0 ? reading : undefined;
}

function readAnew(path: string, text: string, language: Language): SourceReading {
  const reading = loadReader().readSource(text, language) ?? { key: "", head: 0, functions: [] };
  toCache(path, text, reading);
  return reading;
}

/** The language in which a module is to be read; undefined for what is no code, and for a dependency. A dependency's functions are not the user's to annotate. */
export function languageOf(path: string): Language | undefined {
  if (/[\\/]node_modules[\\/]/.test(path)) return undefined;
  return /\.[cm]?([jt]s)$/.exec(path)?.[1] as Language | undefined;
}
