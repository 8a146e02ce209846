import { existsSync, realpathSync } from "node:fs";
import { registerHooks } from "node:module";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { absolute } from "../../text/from-start.ts";

/** The files that each module imports, by path, from `recordImports` on. Packages in node_modules are left out. */
const importsOf = new Map<string, Set<string>>();

/** From now on, remembers which module imports which file, found or not. */
export function recordImports(): void {
  registerHooks({
    resolve(specifier, context, nextResolve) {
      const importer = pathOf(context.parentURL);
      if (importer === undefined) return nextResolve(specifier, context);
      try {
        const found = nextResolve(specifier, context);
        add(importer, pathOf(found.url));
        return found;
      } catch (error) {
        // It may come to be.
        if (/^\.{0,2}\//.test(specifier)) add(importer, resolve(dirname(importer), specifier));
        throw error;
      }
    },
  });
}

function add(importer: string, imported: string | undefined): void {
  if (imported === undefined) return;
  const known = importsOf.get(importer) ?? new Set();
  importsOf.set(importer, known.add(imported));
}

function pathOf(url: string | undefined): string | undefined {
  if (url?.startsWith("file:") !== true) return undefined;
  const path = fileURLToPath(url);
  return /[\\/]node_modules[\\/]/.test(path) ? undefined : path;
}

/** A module, and all that it imports, directly or not, as far as it was asked for. */
export function importedBy(file: string): string[] {
  const path = absolute(file);
  // Modules go by the names that links lead to.
  const reached = new Set([path, existsSync(path) ? realpathSync(path) : path]);
  for (const importer of reached)
    for (const imported of importsOf.get(importer) ?? []) reached.add(imported);
  return [...reached];
}
