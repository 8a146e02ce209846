import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join, parse, relative } from "node:path";
import type { Language } from "../syntax/source.ts";
import { loadReader } from "./load-reader.ts";
import { isTagged, type SourceReading } from "./tags.ts";

/** Kept with every reading; raise it whenever the same source would be read differently. */
export const readerVersion = 8;

/** Reads a module, if possible from the cache; undefined if there is nothing to tag. Throws without the parser. */
export function readModule(path: string, text: string): SourceReading | undefined {
  const language = languageOf(path);
  if (!language || isTagged(text)) return undefined;
  // In JavaScript without JSDoc, a function's own text says as much, except for the agents that it returns.
  if (language === "js" && !text.includes("/**") && !/\bnew\s+(?:[\w$.]+\.)?Agent\b/.test(text))
    return undefined;
  const reading = fromCache(path, text) ?? readAndCache(path, text, language);
  return reading.functions.length > 0 ? reading : undefined;
}

/** The language of a module; undefined if it is not code, or in a dependency, which the user cannot annotate. */
export function languageOf(path: string): Language | undefined {
  if (/[\\/]node_modules[\\/]/.test(path)) return undefined;
  return /\.[cm]?([jt]s)$/.exec(path)?.[1] as Language | undefined;
}

interface Entry {
  readonly version: number;
  /** The text that was read; the entry is valid for no other. */
  readonly text: string;
  readonly reading: SourceReading;
}

function fromCache(module: string, text: string): SourceReading | undefined {
  try {
    const entry = JSON.parse(readFileSync(cacheFile(module), "utf8")) as Partial<Entry> | null;
    const fits = entry?.version === readerVersion && entry.text === text;
    return fits && Array.isArray(entry.reading?.functions) ? entry.reading : undefined;
  } catch {
    return undefined;
  }
}

function readAndCache(module: string, text: string, language: Language): SourceReading {
  const reading = loadReader().readSource(text, language) ?? { key: "", head: 0, functions: [] };
  const entry: Entry = { version: readerVersion, text, reading };
  try {
    const file = cacheFile(module);
    // Written aside and renamed, so that the file is never incomplete.
    const draft = `${file}.${process.pid}.${performance.now()}`;
    mkdirSync(dirname(file), { recursive: true, mode: cacheOf(dirname(module)).mode });
    writeFileSync(draft, JSON.stringify(entry));
    renameSync(draft, file);
  } catch {
    // Without a cache every process reads again; that only costs time.
  }
  return reading;
}

function cacheFile(module: string): string {
  const { root, directory } = cacheOf(dirname(module));
  return join(directory, "swarm-eval", "signatures", `${relative(root, module)}.json`);
}

/** Where readings of the modules below `root` are kept. */
interface Cache {
  readonly root: string;
  readonly directory: string;
  readonly mode: number | undefined;
}

const caches = new Map<string, Cache>();

/** In the module's package; without one, among this user's temporary files. */
function cacheOf(folder: string): Cache {
  const known = caches.get(folder);
  if (known) return known;
  const cache = existsSync(join(folder, "package.json"))
    ? { root: folder, directory: join(folder, "node_modules", ".cache"), mode: undefined }
    : dirname(folder) === folder
      ? { root: parse(folder).root, directory: temporaryFolder(), mode: 0o700 }
      : cacheOf(dirname(folder));
  caches.set(folder, cache);
  return cache;
}

function temporaryFolder(): string {
  const { tmpdir } = process.getBuiltinModule("node:os");
  return join(tmpdir(), `swarm-eval-${process.getuid?.() ?? "user"}`);
}
