import type { FunctionReading } from "../schema/signature.ts";
import type { Receiver } from "../syntax/receivers.ts";
import type { Language } from "../syntax/source.ts";

/** What syntax tells of a module. */
export interface SourceReading {
  /** 16 hexadecimal digits that identify the module's text. */
  readonly key: string;
  /** The offset at which code can be inserted before everything else. */
  readonly head: number;
  /** A function that contains another comes before it, and is always included if the other is. */
  readonly functions: readonly TaggedFunction[];
}

export interface TaggedFunction {
  /** The offset of its first character. */
  readonly start: number;
  /** The offset after the opening brace; for an arrow function without braces, where its expression starts and ends. */
  readonly body: readonly [start: number] | readonly [start: number, end: number];
  /** What syntax alone tells; undefined if that is nothing without types. */
  readonly reading: FunctionReading | undefined;
  /** Whether types may tell more. */
  readonly typed: boolean;
  /** The object that it reads through `this`. */
  readonly receiver?: Receiver | undefined;
}

/**
 * A tag is a directive at the start of a function's body, `"swarm-eval:KEY:INDEX";`. It does nothing and is part of the
 * function's text; unlike a comment it survives every tool that removes types. KEY is the module's, INDEX the
 * function's.
 */
const tag = /(["'])swarm-eval:([0-9a-f]{16}):(\d+)\1/g;

const directive = new RegExp(`${tag.source};`, "g");

/** Whether a module was tagged already, by another copy of this package. */
export function isTagged(text: string): boolean {
  return text.search(tag) !== -1;
}

interface Insertion {
  /** An offset in the text without tags. */
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

/** The source with tags. Lines keep their numbers; an arrow function without braces gets a body. */
export function withTags(text: string, reading: SourceReading): string {
  let tagged = "";
  let from = 0;
  for (const { at, code } of insertionsOf(reading)) {
    tagged += text.slice(from, at) + code;
    from = at;
  }
  return tagged + text.slice(from);
}

/** A function's text as its author wrote it, except that an arrow function keeps its added body. */
export function withoutTags(text: string): string {
  return text.replace(directive, "");
}

export interface LoadedModule {
  readonly url: string;
  readonly text: string;
  readonly language: Language;
}

interface Registered {
  readonly reading: SourceReading;
  readonly module: LoadedModule;
}

const REGISTRY = "swarm-eval.modules";

/** The modules that were read, by key. Global, because a process may run more than one copy of this package. */
const registry = ((globalThis as { [key: symbol]: unknown })[Symbol.for(REGISTRY)] ??=
  new Map()) as Map<string, Registered>;

/** Makes a module and its reading available to `originOf` in this realm. */
export function register(reading: SourceReading, module: LoadedModule): void {
  registry.set(reading.key, { reading, module });
}

/** A statement that registers a reading in the process that runs it. */
export function registration(reading: SourceReading, module: LoadedModule): string {
  const json = JSON.stringify(JSON.stringify({ reading, module }));
  // The semicolon separates it from what another plugin may insert before it.
  return `;(globalThis[Symbol.for("${REGISTRY}")]??=new Map()).set("${reading.key}",JSON.parse(${json}));`;
}

/** Where a function comes from. */
export interface Origin {
  readonly module: LoadedModule;
  readonly syntax: SourceReading;
  /** Its place among the functions of the module. */
  readonly index: number;
  readonly tagged: TaggedFunction;
}

/** Where a function comes from, by its text; undefined when it has no tag, or the tag is not registered. */
export function originOf(text: string): Origin | undefined {
  const tag = ownTag(text);
  const registered = tag && registry.get(tag.key);
  const tagged = registered?.reading.functions[tag?.index ?? -1];
  if (!registered || !tagged) return undefined;
  return { module: registered.module, syntax: registered.reading, index: tag.index, tagged };
}

/** Where a function is in the source. */
export interface Place {
  readonly url: string;
  /** Counts from 1. */
  readonly line: number;
}

export function placeOf({ module, tagged }: Origin): Place {
  return { url: module.url, line: module.text.slice(0, tagged.start).split("\n").length };
}

/** The column in the source of a place in the tagged module. Lines and columns count from 1. */
export function columnAsWritten(url: string, line: number, column: number): number {
  const registered = [...registry.values()].find(({ module }) => module.url === url);
  if (registered === undefined) return column;
  const lines = registered.module.text.split("\n");
  const start = lines.slice(0, line - 1).reduce((sum, { length }) => sum + length + 1, 0);
  const end = start + (lines[line - 1]?.length ?? 0);
  let written = column;
  for (const { at, code } of insertionsOf(registered.reading))
    if (at >= start && at <= end && start + written > at) written -= code.length;
  return written;
}

/** The tag with the lowest index in a function's text is its own; the others belong to functions inside. */
function ownTag(text: string): { readonly key: string; readonly index: number } | undefined {
  let key: string | undefined;
  let index = Infinity;
  for (const [, , found, at] of text.matchAll(tag)) {
    key ??= found;
    if (found === key) index = Math.min(index, Number(at));
  }
  return key === undefined ? undefined : { key, index };
}
