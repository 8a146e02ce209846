import type { Language } from "../syntax/source.ts";
import { keep, kept } from "./cache.ts";
import { loadReader } from "./load-reader.ts";
import { isTagged, type SourceReading } from "./tags.ts";

/** What the syntax of a module tells, if possible from the cache; undefined if there is nothing to tag. Throws without the parser. */
export function readModule(path: string, text: string): SourceReading | undefined {
  const language = languageOf(path);
  if (!language || isTagged(text)) return undefined;
  if (language.startsWith("js") && !TELLS_MORE.test(text)) return undefined;
  const reading = kept(path, text)?.syntax ?? readAndKeep(path, text, language);
  return reading.functions.length > 0 ? reading : undefined;
}

/** What makes JavaScript tell more than its functions do by their own text: JSDoc, agents that are returned, classes. */
const TELLS_MORE = /\/\*\*|\bnew\s+(?:[\w$.]+\.)?Agent\b|\bthis\b/;

/** The language of a module; undefined if it is not code, or in a dependency, which the user cannot annotate. */
export function languageOf(path: string): Language | undefined {
  if (/[\\/]node_modules[\\/]/.test(path)) return undefined;
  return /\.[cm]?([jt]sx?)$/.exec(path)?.[1] as Language | undefined;
}

function readAndKeep(path: string, text: string, language: Language): SourceReading {
  const syntax = loadReader().readSource(text, language) ?? { key: "", head: 0, functions: [] };
  keep(path, { text, syntax });
  return syntax;
}
