import { parseSync } from "oxc-parser";
import { transformSync, type TransformOptions, type TransformResult } from "oxc-transform";
import { pathToFileURL } from "node:url";
import { OF_COMMONJS } from "./needs.ts";
import type { Settings } from "./settings.ts";

// All that needs the transformer; `loadTransformer` requires this module by its path.

/** A module as Node can run it. */
export interface Transformed {
  /** With its source map. */
  readonly code: string;
  readonly format: "module" | "commonjs";
}

export type Scope = "module" | "commonjs" | undefined;

/** Transforms TypeScript or JSX to JavaScript. Throws SyntaxError, with the place on its stack. */
export function transform(
  path: string,
  text: string,
  scope: Scope,
  settings: Settings,
): Transformed {
  const options = optionsOf(settings);
  const run = (sourceType: Transformed["format"]): TransformResult => {
    const result = transformSync(path, text, { ...options, sourceType, sourcemap: true });
    const [error] = result.errors;
    if (error) throw syntaxError(path, text, error);
    return result;
  };
  let format: Transformed["format"] = "module";
  let result = run(format);
  if (scope !== "module" && !isModule(result.code)) {
    format = "commonjs";
    result = run(format);
  }
  const code = format === "module" ? withCommonJs(result.code, text, scope) : result.code;
  return { code: code + sourceMap(path, result), format };
}

/** Whether something is imported for its types alone, without saying so. */
export function importsTypes(path: string, text: string, settings: Settings): boolean {
  const code = (verbatimImports: boolean) =>
    transformSync(path, text, optionsOf({ ...settings, verbatimImports })).code;
  return code(false) !== code(true);
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
function isModule(code: string): boolean {
  const { module } = parseSync("module.js", code, { sourceType: "module" });
  return (
    module.staticImports.length > 0 ||
    module.importMetas.length > 0 ||
    module.staticExports.some(({ entries }) => entries.length > 0) ||
    (module.hasModuleSyntax && !OF_COMMONJS.test(code))
  );
}

/** What `tsc` lets an ES module use that it compiles to CommonJS. */
const COMMONJS_NAMES = {
  require: 'process.getBuiltinModule("node:module").createRequire(import.meta.url)',
  module: "{ exports: {} }",
  exports: "module.exports",
  __filename: "import.meta.filename",
  __dirname: "import.meta.dirname",
} as const;

/** The names of CommonJS that an ES module uses, declared in its first line. */
function withCommonJs(code: string, text: string, scope: Scope): string {
  const exported = /^\s*export\s*=/m.test(text);
  const required = /^\s*(?:export\s+)?import\s+[\w$]+\s*=\s*require\b/m.test(text);
  if (scope === "module" && !exported && !required) return code;
  const names = Object.entries(COMMONJS_NAMES).filter(
    ([name]) =>
      new RegExp(String.raw`(?<![.\w$])${name}\b(?!\s*:)`).test(code) &&
      !new RegExp(String.raw`\b(?:const|let|var|function|import)\b[^;=()]*\b${name}\b`).test(code),
  );
  const declared = names.map(([name, value]) => `const ${name} = ${value};`).join(" ");
  const last = exported
    ? '\nconst __exported = module.exports; export { __exported as default, __exported as "module.exports" };'
    : "";
  return declared + code + last;
}

function sourceMap(path: string, { map }: TransformResult): string {
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
