import { keep, kept } from "../../loading/cache.ts";
import type { Language } from "../syntax/source.ts";
import { loadReader } from "./load-reader.ts";
import { isTagged, type SourceReading } from "./tags.ts";

/** Kept with every reading; raise it whenever the same source would be read differently. */
export const readerVersion = 9;

const CACHE = "signatures";

/** Reads a module, if possible from the cache; undefined if there is nothing to tag. Throws without the parser. */
export function readModule(path: string, text: string): SourceReading | undefined {
  const language = languageOf(path);
  if (!language || isTagged(text)) return undefined;
  // In JavaScript without JSDoc, a function's own text says as much, except for the agents that it returns.
  if (
    language.startsWith("js") &&
    !text.includes("/**") &&
    !/\bnew\s+(?:[\w$.]+\.)?Agent\b/.test(text)
  )
    return undefined;
  const reading = fromCache(path, text) ?? readAndCache(path, text, language);
  return reading.functions.length > 0 ? reading : undefined;
}

/** The language of a module; undefined if it is not code, or in a dependency, which the user cannot annotate. */
export function languageOf(path: string): Language | undefined {
  if (/[\\/]node_modules[\\/]/.test(path)) return undefined;
  return /\.[cm]?([jt]sx?)$/.exec(path)?.[1] as Language | undefined;
}

interface Entry {
  readonly version: number;
  /** The text that was read; the entry is valid for no other. */
  readonly text: string;
  readonly reading: SourceReading;
}

function fromCache(module: string, text: string): SourceReading | undefined {
  const entry = kept(CACHE, module) as Partial<Entry> | null | undefined;
  const fits = entry?.version === readerVersion && entry.text === text;
  return fits && Array.isArray(entry.reading?.functions) ? entry.reading : undefined;
}

function readAndCache(module: string, text: string, language: Language): SourceReading {
  const reading = loadReader().readSource(text, language) ?? { key: "", head: 0, functions: [] };
  const entry: Entry = { version: readerVersion, text, reading };
  keep(CACHE, module, entry);
  return reading;
}
