import { pathToFileURL } from "node:url";
import { parseSync, type EcmaScriptModule } from "oxc-parser";
import {
  transformSync,
  type SourceMap,
  type TransformOptions,
  type TransformResult,
} from "oxc-transform";
import { emitByTypeScript } from "./by-typescript.ts";
import type { ImportedNames } from "./interop.ts";
import { namesClasses, withLateClasses } from "./metadata.ts";
import { mayBeDecorated, OF_COMMONJS } from "./needs.ts";
import type { Scope } from "./package-scope.ts";
import type { Settings } from "./settings.ts";

// All that needs the transformer; `loadTransformer` requires this module by its path.

export { markForeignTypes } from "./foreign-types.ts";

/** A module as Node can run it. */
export interface Transformed {
  /** With its source map. */
  readonly code: string;
  readonly format: "module" | "commonjs";
  /** What it imports by name, if `tsc` compiles it to CommonJS though it is an ES module here. */
  readonly imports?: ImportedNames;
}

/** Transforms TypeScript or JSX to JavaScript. Throws SyntaxError, with the place on its stack. */
export function transform(
  path: string,
  text: string,
  scope: Scope,
  settings: Settings,
): Transformed {
  const asModule = runnable(path, text, "module", settings);
  const runs = namesClasses(asModule.code)
    ? withLateClasses(asModule.code, importsWithoutMetadata(path, text, settings))
    : asModule.code;
  if (scope === "module") {
    const code = withCommonJs(runs, text, isMixed(text));
    return { code: code + sourceMap(path, asModule), format: "module" };
  }
  const { module } = parseSync("module.js", asModule.code, { sourceType: "module" });
  if (!isModule(module, asModule.code)) {
    const { code, map } = runnable(path, text, "commonjs", settings);
    return { code: code + sourceMap(path, { map }), format: "commonjs" };
  }
  const code = withCommonJs(runs, text, true) + sourceMap(path, asModule);
  return { code, format: "module", ...(settings.commonJs && { imports: importedNames(module) }) };
}

/** Whether something is imported for its types alone, without saying so. */
export function importsTypes(path: string, text: string, settings: Settings): boolean {
  const code = (verbatimImports: boolean) =>
    transformSync(path, text, optionsOf({ ...settings, verbatimImports })).code;
  return code(false) !== code(true);
}

/** The local names of what a module imports for more than the metadata of its decorators. */
function importsWithoutMetadata(path: string, text: string, settings: Settings): Set<string> {
  const options = optionsOf({ ...settings, decoratorMetadata: false });
  const { code } = transformSync(path, text, options);
  const { staticImports } = parseSync("module.js", code, { sourceType: "module" }).module;
  return new Set(
    staticImports.flatMap(({ entries }) => entries.map(({ localName }) => localName.value)),
  );
}

interface Runnable {
  readonly code: string;
  readonly map: Pick<SourceMap, "version" | "names" | "mappings"> | undefined;
}

function runnable(
  path: string,
  text: string,
  sourceType: Transformed["format"],
  settings: Settings,
): Runnable {
  const options = { ...optionsOf(settings), sourceType, sourcemap: true };
  const { code, map, errors } = transformSync(path, text, options);
  if (!settings.legacyDecorators && isDecorated(code))
    return emitByTypeScript(path, text, settings, "decorators of the standard");
  const [error] = errors;
  if (error === undefined) return { code, map };
  if (error.message.includes("not supported by Oxc"))
    return emitByTypeScript(path, text, settings, "a namespace that exports a variable");
  throw syntaxError(path, text, error);
}

/** Whether code without types has decorators, or a field of the kind that is made for them. */
function isDecorated(code: string): boolean {
  if (!mayBeDecorated(code)) return false;
  const { program } = parseSync("module.js", code, { sourceType: "module" });
  return /"decorators":\[\{|"type":"AccessorProperty"/.test(JSON.stringify(program));
}

function optionsOf(settings: Settings): TransformOptions {
  const { jsxImportSource, jsxFactory, jsxFragmentFactory } = settings;
  return {
    target: `node${process.versions.node}`,
    jsx:
      settings.jsx === "automatic"
        ? { runtime: "automatic", ...(jsxImportSource && { importSource: jsxImportSource }) }
        : {
            runtime: "classic",
            ...(jsxFactory && { pragma: jsxFactory }),
            ...(jsxFragmentFactory && { pragmaFrag: jsxFragmentFactory }),
          },
    decorator: {
      legacy: settings.legacyDecorators,
      emitDecoratorMetadata: settings.decoratorMetadata,
      strictNullChecks: settings.strictNullChecks,
    },
    typescript: {
      onlyRemoveTypeImports: settings.verbatimImports,
      removeClassFieldsWithoutInitializer: !settings.definedFields,
      ...(jsxFactory && { jsxPragma: jsxFactory.split(".")[0] ?? jsxFactory }),
    },
    assumptions: { setPublicClassFields: !settings.definedFields },
  };
}

/** Whether code without types is an ES module. An empty `export {}` stands where imports of types were. */
function isModule(module: EcmaScriptModule, code: string): boolean {
  return (
    module.staticImports.length > 0 ||
    module.importMetas.length > 0 ||
    module.staticExports.some(({ entries }) => entries.length > 0) ||
    (module.hasModuleSyntax && !OF_COMMONJS.test(code))
  );
}

function importedNames({ staticImports, staticExports }: EcmaScriptModule): ImportedNames {
  const names: Record<string, string[]> = {};
  const add = (specifier: string, kind: string, name: string | null): void => {
    const all = (names[specifier] ??= []);
    // What is imported as a whole has the names that Node finds.
    all.push(kind === "Name" ? (name ?? "") : kind === "Default" ? "default" : "*");
  };
  for (const { moduleRequest, entries } of staticImports)
    for (const { importName } of entries)
      add(moduleRequest.value, importName.kind, importName.name);
  for (const { moduleRequest, importName } of staticExports.flatMap(({ entries }) => entries))
    if (moduleRequest !== null) add(moduleRequest.value, importName.kind, importName.name);
  return Object.fromEntries(
    Object.entries(names)
      .filter(([, all]) => !all.includes("*"))
      .map(([specifier, all]) => [specifier, [...new Set(all)]]),
  );
}

/** What `tsc` lets an ES module use that it compiles to CommonJS. */
const COMMONJS_NAMES = {
  require: 'process.getBuiltinModule("node:module").createRequire(import.meta.url)',
  module: "{ exports: {} }",
  exports: "{}",
  __filename: "import.meta.filename",
  __dirname: "import.meta.dirname",
} as const;

/** `export =`, which only CommonJS has. */
const EXPORT_ASSIGNMENT = /^\s*export\s*=/m;
const IMPORT_ASSIGNMENT = /^\s*(?:export\s+)?import\s+[\w$]+\s*=\s*require\b/m;

function isMixed(text: string): boolean {
  return EXPORT_ASSIGNMENT.test(text) || IMPORT_ASSIGNMENT.test(text);
}

/** The names of CommonJS that an ES module may use and does, declared in its first line. */
function withCommonJs(code: string, text: string, mayUse: boolean): string {
  if (!mayUse) return code;
  const names = Object.entries(COMMONJS_NAMES).filter(
    ([name]) =>
      new RegExp(String.raw`(?<![.\w$])${name}\b(?!\s*:)`).test(code) &&
      !new RegExp(String.raw`\b(?:const|let|var|function|import)\b[^;=()]*\b${name}\b`).test(code),
  );
  const declared = names.map(([name, value]) => `const ${name} = ${value};`).join(" ");
  const last = EXPORT_ASSIGNMENT.test(text)
    ? '\nconst __exported = module.exports; export { __exported as default, __exported as "module.exports" };'
    : "";
  return declared + code + last;
}

function sourceMap(path: string, { map }: Pick<Runnable, "map">): string {
  if (!map) return "";
  const { version, names, mappings } = map;
  const json = JSON.stringify({ version, names, mappings, sources: [pathToFileURL(path).href] });
  return `\n//# sourceMappingURL=data:application/json;base64,${Buffer.from(json).toString("base64")}\n`;
}

function syntaxError(
  path: string,
  text: string,
  { message, labels: [label] }: TransformResult["errors"][number],
): SyntaxError {
  const before = text.slice(0, label?.start ?? 0).split("\n");
  const error = new SyntaxError(message);
  error.stack = `${path}:${before.length}:${(before.at(-1) ?? "").length + 1}\n${error.name}: ${message}`;
  return error;
}
