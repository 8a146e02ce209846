import { createRequire } from "node:module";
import type * as Esbuild from "esbuild";
import type { Settings } from "./settings.ts";

/**
 * Transforms what oxc cannot: the standard's decorators, and variables that a namespace exports. Throws Error if the
 * project has no esbuild, and SyntaxError if that cannot either.
 */
export function transformByEsbuild(path: string, text: string, settings: Settings, why: string) {
  const { transformSync } = esbuildOf(path, why);
  const { code, map } = transformSync(text, {
    loader: /\.[jt]sx$/.test(path) ? "tsx" : "ts",
    sourcefile: path,
    sourcemap: "external",
    target: `node${process.versions.node}`,
    logLevel: "silent",
    tsconfigRaw: {
      compilerOptions: {
        jsx: settings.jsx === "automatic" ? "react-jsx" : "react",
        experimentalDecorators: settings.legacyDecorators,
        useDefineForClassFields: settings.definedFields,
        verbatimModuleSyntax: settings.verbatimImports,
        ...(settings.jsxImportSource && { jsxImportSource: settings.jsxImportSource }),
        ...(settings.jsxFactory && { jsxFactory: settings.jsxFactory }),
        ...(settings.jsxFragmentFactory && { jsxFragmentFactory: settings.jsxFragmentFactory }),
      },
    },
  });
  return { code, map: JSON.parse(map) as { version: number; names: string[]; mappings: string } };
}

/** The project's own, for it is a large package that few projects need. */
function esbuildOf(path: string, why: string): typeof Esbuild {
  try {
    return createRequire(path)("esbuild") as typeof Esbuild;
  } catch (cause) {
    throw new Error(
      `${path} has ${why}, and the npm package esbuild, which makes JavaScript of that, is not installed. Add it: npm install --save-dev esbuild`,
      { cause },
    );
  }
}
