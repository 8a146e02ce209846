import { createRequire } from "node:module";
import { keep, kept } from "./cache.ts";
import { mayNeedTransform } from "./needs.ts";
import { scopeOf } from "./package-scope.ts";
import { settingsOf, type Settings } from "./settings.ts";
import type * as Transformer from "./transform.ts";
import type { Transformed } from "./transform.ts";
import { tsconfigOf } from "./tsconfig.ts";

/** Kept with every module; raise it whenever the same source would become other code. */
const transformVersion = 1;
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
  if (entry?.key === key && entry.text === tagged && entry.transformed !== undefined)
    return entry.transformed ?? undefined;
  const { importsTypes, transform } = loadTransformer();
  const needed = need === "surely" || importsTypes(path, text, settings());
  if (!needed) {
    keep(CACHE, path, { key, text: tagged, transformed: null } satisfies Entry);
    return undefined;
  }
  // An error is to show the place in the text as it was written.
  if (tagged !== text) transform(path, text, scope, settings());
  const transformed = transform(path, tagged, scope, settings());
  keep(CACHE, path, { key, text: tagged, transformed } satisfies Entry);
  return transformed;
}
