import { readFileSync } from "node:fs";
import { parseSync, type EcmaScriptModule } from "oxc-parser";
import { transformSync } from "oxc-transform";
import { changedMs, type ReadFile } from "./read-files.ts";
import { isTypeScript, resolveAfterNode, resolveBeforeNode } from "./resolve.ts";

/** A module's text in which what it takes of types from others says that it does. */
export interface Marked {
  readonly text: string;
  /** The modules that were looked at, each with the time of its last change. */
  readonly read: readonly ReadFile[];
}

/**
 * Writes `type` where a module exports a type of another module as if it were a value, or imports one that the metadata of
 * decorators would make a value of: only a look at the other module tells. No line moves.
 */
export function markForeignTypes(path: string, text: string): Marked {
  const read = new Map<string, number>();
  const { staticExports, staticImports } = parseSync(path, text, { sourceType: "module" }).module;
  const exported = staticExports.flatMap(({ entries }) => entries);
  const imported = staticImports.flatMap(({ moduleRequest, entries }) =>
    entries.map(({ isType, importName }) => {
      return { isType, moduleRequest, importName, start: importName.start ?? 0 };
    }),
  );
  const types = [...exported, ...imported].filter(({ isType, moduleRequest, importName }) => {
    const { kind, name } = importName;
    if (isType || moduleRequest === null || kind !== "Name" || name === null) return false;
    const target = sourceFile(moduleRequest.value, path);
    return target !== undefined && !hasValue(target, name, read, new Set());
  });
  let marked = text;
  for (const { start } of types.toSorted((one, other) => other.start - one.start))
    marked = `${marked.slice(0, start)}type ${marked.slice(start)}`;
  return { text: marked, read: [...read] };
}

/** The TypeScript that a specifier means, outside of dependencies. */
function sourceFile(specifier: string, importer: string): string | undefined {
  const conditions = ["node", "import"];
  const found =
    resolveBeforeNode(specifier, importer, conditions) ??
    resolveAfterNode(specifier, importer, conditions);
  return found !== undefined && isTypeScript(found) && !/[\\/]node_modules[\\/]/.test(found)
    ? found
    : undefined;
}

/** Whether a TypeScript module exports a value of this name; true if it cannot be told. */
function hasValue(
  path: string,
  name: string,
  read: Map<string, number>,
  asked: Set<string>,
): boolean {
  if (asked.has(path)) return false;
  asked.add(path);
  const entries = valuesOf(path, read);
  if (entries === undefined) return true;
  const through = (specifier: string, imported: string): boolean => {
    const target = sourceFile(specifier, path);
    return target === undefined || hasValue(target, imported, read, asked);
  };
  const found = entries.find((entry) => entry.exportName.name === name);
  if (found) {
    const { moduleRequest, importName } = found;
    const isNamed = moduleRequest !== null && importName.kind === "Name";
    return !isNamed || through(moduleRequest.value, importName.name ?? name);
  }
  return entries.some(
    ({ importName, moduleRequest }) =>
      importName.kind === "AllButDefault" &&
      moduleRequest !== null &&
      through(moduleRequest.value, name),
  );
}

type ExportEntry = EcmaScriptModule["staticExports"][number]["entries"][number];

const known = new Map<string, readonly ExportEntry[] | undefined>();

/** What a module exports once its own types are gone; undefined if it cannot be read. */
function valuesOf(path: string, read: Map<string, number>): readonly ExportEntry[] | undefined {
  read.set(path, changedMs(path));
  if (known.has(path)) return known.get(path);
  const { code, errors } = transformSync(path, readFileSync(path, "utf8"));
  const { module } = parseSync("module.js", code, { sourceType: "module" });
  const entries =
    errors.length === 0 ? module.staticExports.flatMap(({ entries }) => entries) : undefined;
  known.set(path, entries);
  return entries;
}
