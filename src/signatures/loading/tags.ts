import type { FunctionReading } from "../schema/signature.ts";
import type { Language, SourceReading } from "../syntax/source.ts";

/**
 * A tag is a directive at the start of a function's body, `"swarm-eval:KEY:INDEX";`: it does nothing, it is part of the function's text,
 * and unlike a comment it outlives every tool that takes TypeScript away. KEY stands for the module's text, INDEX for the function in it.
 */
const tag = /(["'])swarm-eval:([0-9a-f]{16}):(\d+)\1/g;

const directive = new RegExp(`${tag.source};`, "g");

/** Whether a module was tagged already, by another copy of this package. */
export function isTagged(text: string): boolean {
  return text.search(tag) !== -1;
}

/** Readings of the modules that were loaded, by key. It is global because more than one copy of this package may run in a process. */
const registryName = "swarm-eval.signatures";
const registryKey = Symbol.for(registryName);

type Registry = Map<string, readonly FunctionReading[]>;

/** Code that stands in a tagged module before the character that was at this offset. */
interface Insertion {
  readonly at: number;
  readonly code: string;
}

/** What tagging adds, in the order of the text. */
function insertionsOf({ key, functions }: SourceReading): readonly Insertion[] {
  const insertions = functions.flatMap(({ body: [start, end] }, index) => {
    const directive = `"swarm-eval:${key}:${index}";`;
    return end === undefined
      ? [{ at: start, code: directive }]
      : [
          { at: start, code: `{${directive}return (` },
          { at: end, code: ")}" },
        ];
  });
  return insertions.toSorted((one, other) => one.at - other.at);
}

/** The source with every function tagged that was read. Lines keep their numbers; an arrow function without braces is given a body. */
export function withTags(text: string, reading: SourceReading): string {
  let tagged = "";
  let from = 0;
  for (const { at, code } of insertionsOf(reading)) {
    tagged += text.slice(from, at) + code;
    from = at;
  }
  return tagged + text.slice(from);
}

/** A function's text as its author wrote it, but for the body that an arrow function was given. */
export function withoutTags(text: string): string {
  return text.replace(directive, "");
}

/** A module as it was loaded. */
export interface LoadedModule {
  readonly url: string;
  readonly text: string;
  readonly language: Language;
}

/** The modules that were read, by key. */
const modulesKey = Symbol.for("swarm-eval.modules");

type Modules = Map<string, LoadedModule & { readonly reading: SourceReading }>;

/** Makes the readings of a module known to `readingOf` in this realm, and the module to `originOf`. */
export function register(reading: SourceReading, module: LoadedModule): void {
  const { key, functions } = reading;
  const global = globalThis as { [registryKey]?: Registry; [modulesKey]?: Modules };
  global[modulesKey] ??= new Map();
  global[modulesKey].set(key, { ...module, reading });
  global[registryKey] ??= new Map();
  global[registryKey].set(
    key,
    functions.map((each) => each.reading),
  );
}

/** A statement that does what `register` does, for a module that runs in another process than it was read in. */
export function registration({ key, functions }: SourceReading): string {
  const readings = JSON.stringify(JSON.stringify(functions.map((each) => each.reading)));
  // The semicolon parts it from what another plugin may put before it.
  return `;(globalThis[Symbol.for("${registryName}")]??=new Map()).set("${key}",JSON.parse(${readings}));`;
}

/** What was read of a function, found by its text; undefined when it carries no tag, or one that nobody registered. */
export function readingOf(text: string): FunctionReading | undefined {
  const { key, index } = ownTag(text) ?? {};
  if (key === undefined || index === undefined) return undefined;
  return (globalThis as { [registryKey]?: Registry })[registryKey]?.get(key)?.[index];
}

/** The module that a function was read in, and which of its functions it is, found by its text; undefined where that is not known. */
export function originOf(text: string): { module: LoadedModule; index: number } | undefined {
  const { key, index } = ownTag(text) ?? {};
  if (key === undefined || index === undefined) return undefined;
  const module = (globalThis as { [modulesKey]?: Modules })[modulesKey]?.get(key);
  return module && { module, index };
}

/** The column that a place in a loaded module has in its source: a tag moves what follows it in its line. Lines and columns count from 1. */
export function columnAsWritten(url: string, line: number, column: number): number {
  const modules = (globalThis as { [modulesKey]?: Modules })[modulesKey];
  const module = [...(modules?.values() ?? [])].find((each) => each.url === url);
  if (module === undefined) return column;
  const lines = module.text.split("\n");
  const start = lines.slice(0, line - 1).reduce((sum, { length }) => sum + length + 1, 0);
  const end = start + (lines[line - 1]?.length ?? 0);
  let written = column;
  for (const { at, code } of insertionsOf(module.reading))
    if (at >= start && at <= end && start + written > at) written -= code.length;
  return written;
}

/** Of the tags in a function's text, the lowest is its own: the others belong to functions inside. */
function ownTag(text: string): { readonly key: string; readonly index: number } | undefined {
  let key: string | undefined;
  let index = Infinity;
  for (const [, , found, at] of text.matchAll(tag)) {
    key ??= found;
    if (found === key) index = Math.min(index, Number(at));
  }
  return key === undefined ? undefined : { key, index };
}
