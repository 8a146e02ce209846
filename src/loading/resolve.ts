import { statSync } from "node:fs";
import { createRequire, isBuiltin } from "node:module";
import { dirname, resolve } from "node:path";
import type * as Resolver from "oxc-resolver";
import { tsconfigOf } from "./tsconfig.ts";

const require = createRequire(import.meta.url);

/** What a specifier that names the compiled module may mean, by its ending. */
const SOURCES: Readonly<Record<string, readonly string[]>> = {
  ".js": [".ts", ".tsx"],
  ".jsx": [".tsx"],
  ".mjs": [".mts"],
  ".cjs": [".cts"],
};
const WITHOUT_ENDING = [".ts", ".tsx"];

/**
 * The file that TypeScript takes a specifier for, and Node does not: what `paths` and `baseUrl` say, or the source of the
 * JavaScript that a TypeScript module names. Undefined if Node is to resolve it.
 */
export function resolveBeforeNode(
  specifier: string,
  importer: string,
  conditions: readonly string[],
): string | undefined {
  if (isRelative(specifier))
    return isTypeScript(importer) ? sourceOf(specifier, importer) : undefined;
  // What begins with # is of the package's own imports.
  if (isBuiltin(specifier) || /^#|:/.test(specifier)) return undefined;
  for (const candidate of tsconfigOf(importer)?.candidates(specifier) ?? []) {
    const found =
      sourceOf(candidate, importer) ?? resolveAfterNode(candidate, importer, conditions);
    // Declarations say nothing of where the code is.
    if (found !== undefined && !/\.d\.[cm]?ts$/.test(found)) return found;
  }
  return undefined;
}

/** The conditions of `exports` and `imports` that a tsconfig adds, often those under which packages name their sources. */
export function customConditions(specifier: string, importer: string): readonly string[] {
  return isRelative(specifier) || isBuiltin(specifier)
    ? []
    : (tsconfigOf(importer)?.options.customConditions ?? []);
}

function sourceOf(specifier: string, importer: string): string | undefined {
  const ending = /\.(?:[cm]?[jt]sx?|json|node)$/.exec(specifier)?.[0];
  // Without an ending, `require` would take JSON before TypeScript.
  const sources = ending === undefined ? WITHOUT_ENDING : SOURCES[ending];
  const path = resolve(dirname(importer), specifier);
  const stem = ending === undefined ? path : path.slice(0, -ending.length);
  return sources?.map((source) => stem + source).find(isFile);
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}

const resolvers = new Map<string, Resolver.ResolverFactory>();

/** The file that a specifier means which Node could not resolve; undefined if no file fits. */
export function resolveAfterNode(
  specifier: string,
  importer: string,
  conditions: readonly string[],
): string | undefined {
  const key = conditions.join();
  const resolver = resolvers.get(key) ?? newResolver(conditions);
  resolvers.set(key, resolver);
  return resolver.sync(dirname(importer), specifier).path;
}

function newResolver(conditions: readonly string[]): Resolver.ResolverFactory {
  const { ResolverFactory } = require("oxc-resolver") as typeof Resolver;
  return new ResolverFactory({
    conditionNames: [...conditions],
    extensions: [".ts", ".tsx", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs", ".json"],
    extensionAlias: Object.fromEntries(
      Object.entries(SOURCES).map(([ending, sources]) => [ending, [...sources, ending]]),
    ),
    nodePath: false,
  });
}

function isRelative(specifier: string): boolean {
  return /^(?:\.{0,2}\/|\.{1,2}$)/.test(specifier);
}

export function isTypeScript(path: string): boolean {
  return /\.[cm]?tsx?$/.test(path);
}
