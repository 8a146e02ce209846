import { createRequire } from "node:module";
import { keep, kept } from "./cache.ts";
import { mayNeedTransform } from "./needs.ts";
import { isUnchanged, type ReadFile } from "./read-files.ts";
import { scopeOf, type Scope } from "./package-scope.ts";
import { isTypeScript } from "./resolve.ts";
import { settingsOf, type Settings } from "./settings.ts";
import type * as Transformer from "./transform.ts";
import type { Transformed } from "./transform.ts";
import { tsconfigOf } from "./tsconfig.ts";

/** Kept with every module; raise it whenever the same source would become other code. */
const transformVersion = 2;
const CACHE = "modules";

const require = createRequire(import.meta.url);
let transformer: typeof Transformer | undefined;

/** The code that needs the transformer, loaded on first use: with all modules cached, never. */
function loadTransformer(): typeof Transformer {
  const extension = import.meta.url.endsWith(".ts") ? "ts" : "js";
  transformer ??= require(`./transform.${extension}`) as typeof Transformer;
  return transformer;
}

interface Entry {
  /** Of this package, of Node and of the tsconfig; the entry is valid for no other. */
  readonly key: string;
  /** The text that was transformed; the entry is valid for no other. */
  readonly text: string;
  /** The other modules that were looked at; the entry is valid while they do not change. */
  readonly read: readonly ReadFile[];
  /** Null if Node loads the module as it is. */
  readonly transformed: Transformed | null;
}

/**
 * What a module becomes that Node does not load as it is, if possible from the cache; undefined if Node does.
 * `withTags` makes of the text what is transformed. Throws SyntaxError.
 */
export function transformIfNeeded(
  path: string,
  text: string,
  withTags: (text: string) => string,
): Transformed | undefined {
  let read: Settings | undefined;
  const settings = (): Settings => (read ??= settingsOf(tsconfigOf(path)));
  const scope = scopeOf(path);
  const need = mayNeedTransform(path, text, scope, settings);
  if (need === "no") return undefined;
  const tagged = withTags(text);
  const key = JSON.stringify([transformVersion, process.versions.node, scope, settings()]);
  const entry = kept(CACHE, path) as Partial<Entry> | null | undefined;
  if (entry?.key === key && entry.text === tagged && isUnchanged(entry.read ?? []))
    return entry.transformed ?? undefined;
  const made = transformed(path, { text, tagged, need, scope }, settings());
  keep(CACHE, path, { key, text: tagged, ...made } satisfies Entry);
  return made.transformed ?? undefined;
}

interface Work {
  readonly text: string;
  readonly tagged: string;
  readonly need: "if imports go" | "surely";
  readonly scope: Scope;
}

function transformed(
  path: string,
  { text, tagged, need, scope }: Work,
  settings: Settings,
): Pick<Entry, "read" | "transformed"> {
  const { importsTypes, markForeignTypes, transform } = loadTransformer();
  const hasMetadata = settings.legacyDecorators && settings.decoratorMetadata;
  const mayTakeTypes =
    isTypeScript(path) && (hasMetadata || (!settings.isolated && /\bexport\s*\{/.test(text)));
  const marked = mayTakeTypes ? markForeignTypes(path, tagged) : { text: tagged, read: [] };
  const { read } = marked;
  const isNeeded =
    need === "surely" || marked.text !== tagged || importsTypes(path, text, settings);
  if (!isNeeded) return { read, transformed: null };
  try {
    return { read, transformed: transform(path, marked.text, scope, settings) };
  } catch (error) {
    // It is to show the place in the text as it was written.
    if (marked.text !== text) transform(path, text, scope, settings);
    throw error;
  }
}
