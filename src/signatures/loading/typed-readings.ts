import { fileURLToPath } from "node:url";
import { tsconfigOf } from "../../loading/tsconfig.ts";
import type { FunctionReading } from "../schema/signature.ts";
import { stateOf } from "../types/file-state.ts";
import { keep, kept } from "./cache.ts";
import { loadTypedReader } from "./load-reader.ts";
import { languageOf, readModule } from "./read-module.ts";
import type { LoadedModule, Origin, SourceReading, TaggedFunction } from "./tags.ts";

interface Readings {
  readonly readings: readonly FunctionReading[];
  /** What they rest on besides the text, as it was. */
  readonly files: Readonly<Record<string, string>>;
  /** Whether they were read in this process. */
  readonly fresh: boolean;
}

const known = new WeakMap<LoadedModule, Readings>();

/** What a function is by its types: from the cache, or else from TypeScript. Throws if it cannot be started. */
export function typedReading({ module, syntax, index }: Origin): FunctionReading | undefined {
  const path = fileURLToPath(module.url);
  const found = known.get(module) ?? fromCache(path, module.text);
  const settled = found && (found.fresh || !isRefused(found.readings[index]));
  const readings = settled ? found : readAgain(path, module.text, syntax, found);
  known.set(module, readings);
  return readings.readings[index];
}

/** What a type lacked may be there by now, outside of all files that were read. */
function readAgain(path: string, text: string, syntax: SourceReading, old?: Readings): Readings {
  try {
    return readAndKeep(path, text, syntax);
  } catch (error) {
    if (old) return { ...old, fresh: true };
    throw error;
  }
}

/** Whether a function cannot be described, at least unless some of its arguments are bound. */
export function isRefused(reading: FunctionReading | undefined): boolean {
  return reading?.type !== "signature" || reading.parameters.some((each) => "refusal" in each);
}

/** What the functions of a module are. */
export interface TypedModule extends SourceReading {
  /** The files that this rests on besides the module's own: it is to be read again when one of them changes. */
  readonly files: readonly string[];
}

/**
 * What the functions of a module are, by its path and text: for a build, which has no loading hooks. Undefined if there
 * is nothing to tag. Throws without the parser; throws if types are needed and TypeScript cannot be started.
 */
export function readTypedModule(path: string, text: string): TypedModule | undefined {
  const reading = readModule(path, text);
  if (!reading?.functions.some(({ typed }) => typed)) return reading && { ...reading, files: [] };
  const old = fromCache(path, text);
  const { readings, files } =
    old && !old.readings.some(isRefused) ? old : readAgain(path, text, reading, old);
  const settled = (tagged: TaggedFunction, index: number): TaggedFunction => ({
    ...tagged,
    reading: readings[index] ?? tagged.reading,
    typed: false,
  });
  return { ...reading, functions: reading.functions.map(settled), files: Object.keys(files) };
}

function fromCache(path: string, text: string): Readings | undefined {
  const types = kept(path, text)?.types;
  if (!types || types.tsconfig !== writtenFor(path)) return undefined;
  const same = Object.entries(types.files).every(([file, state]) => stateOf(file) === state);
  return same ? { readings: types.readings, files: types.files, fresh: false } : undefined;
}

function readAndKeep(path: string, text: string, syntax: SourceReading): Readings {
  const language = languageOf(path) ?? "ts";
  const { readings, files } = loadTypedReader().readTypedSource(path, text, language);
  const others = new Set(files.map(manifestOf));
  others.delete(path);
  const states = Object.fromEntries([...others].map((file) => [file, stateOf(file)]));
  keep(path, { text, syntax, types: { readings, tsconfig: writtenFor(path), files: states } });
  return { readings, files: states, fresh: true };
}

/** The tsconfig.json of a module; null without one. */
function writtenFor(path: string): string | null {
  return tsconfigOf(path)?.path ?? null;
}

/** For a file of a package its package.json, whose version tells what is in it. */
function manifestOf(file: string): string {
  const folder = /^.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+/.exec(file)?.[0];
  return folder === undefined ? file : `${folder}/package.json`;
}
