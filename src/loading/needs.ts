import { scopeOf, type Scope } from "./package-scope.ts";
import { isTypeScript } from "./resolve.ts";
import type { Settings } from "./settings.ts";

const [major = 0] = process.versions.node.split(".").map(Number);

/** A decorator, and not a tag of JSDoc; or a field of the kind that is made for them. */
const DECORATED = [
  String.raw`^[ \t]*@[\w$(]|(?:[;}()]|\*/|\{\s|\b(?:export|default|abstract))\s*@[\w$(]`,
  String.raw`\baccessor\s+[\w$#[]`,
].join("|");
const MAY_BE_DECORATED = new RegExp(DECORATED, "m");

/** Whether code may have decorators. */
export function mayBeDecorated(code: string): boolean {
  return MAY_BE_DECORATED.test(code);
}

/** The words of code that Node cannot strip to JavaScript, or not run. A comment may say them too: that costs time alone. */
const REFUSED = new RegExp(
  [
    String.raw`\benum\s+[\w$]`,
    String.raw`\b(?:namespace|module)\s+[\w$.]+\s*\{`,
    // A parameter property.
    String.raw`\bconstructor\b[^]*?\b(?:private|public|protected|readonly|override)\s+[\w$]`,
    String.raw`\bimport\s+(?:type\s+)?[\w$]+\s*=`,
    String.raw`\bexport\s*=`,
    // A cast in angle brackets; generic arrow functions look alike.
    String.raw`(?:[=(,;:?&|!{}[\]]|\breturn)\s*<[\w$.,|[\]<>{}:;"' ]+>\s*[\w$("'\`[{]`,
    DECORATED,
    ...(major < 24 ? [String.raw`\busing\s+[\w$]+\s*=`] : []),
  ].join("|"),
  "m",
);

/** Imports and exports that may name types without saying so. */
const UNMARKED = /^[ \t]*(?:import\s*(?!type\s+[\w${*])[\w${*]|export\s*\{)/m;
/** A declaration, and neither a call of `import()` nor a property of that name. */
const MODULE_SYNTAX = /^[ \t]*(?:import|export)\b(?!\s*[(:])/m;

/** What only a CommonJS module has. */
export const OF_COMMONJS =
  /\b__(?:dirname|filename)\b|\brequire\s*[.(]|\bmodule\s*\.|\bexports\s*[.[]/;

/** Whether Node may refuse a module that `tsc` and `tsx` take: `surely`, or only if it imports types as if they were values. */
export function mayNeedTransform(
  path: string,
  text: string,
  scope: Scope,
  settings: () => Settings,
): "no" | "if imports go" | "surely" {
  if (/\.[jt]sx$/.test(path)) return "surely";
  if (scope !== "module" && MODULE_SYNTAX.test(text)) {
    const toCommonJs = isTypeScript(path) && settings().commonJs;
    if (scope === "commonjs" || toCommonJs || OF_COMMONJS.test(text)) return "surely";
  }
  if (!isTypeScript(path)) return "no";
  if (/[\\/]node_modules[\\/]/.test(path) || REFUSED.test(text)) return "surely";
  if (/\bclass\b/.test(text) && !settings().definedFields) return "surely";
  return UNMARKED.test(text) && !settings().verbatimImports ? "if imports go" : "no";
}

/**
 * What Node is to load a module as that needs no transformation; undefined if Node knows. Where a package does not say,
 * Node tries CommonJS first, and warns if that fails.
 */
export function formatOf(path: string, text: string): string | undefined {
  if (scopeOf(path) !== undefined || !MODULE_SYNTAX.test(text)) return undefined;
  return isTypeScript(path) ? "module-typescript" : "module";
}
