import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import type { Settings } from "./settings.ts";
import { typeScriptProgram } from "./typescript-program.ts";

export interface Emitted {
  readonly code: string;
  readonly map: { readonly version: number; readonly names: string[]; readonly mappings: string };
}

/**
 * What TypeScript's own compiler makes of a module, in some 20 ms: for what oxc cannot transform, which `why` says.
 * Throws Error if the compiler cannot be started.
 */
export function emitByTypeScript(
  path: string,
  text: string,
  settings: Settings,
  why: string,
): Emitted {
  const folder = mkdtempSync(join(tmpdir(), "swarm-eval-"));
  try {
    const file = join(folder, basename(path));
    writeFileSync(file, text);
    try {
      const { error } = spawnSync(typeScriptProgram(), argumentsFor(file, settings));
      if (error) throw error;
    } catch (cause) {
      throw new Error(
        `${path} has ${why}, which TypeScript's compiler makes JavaScript of, and that cannot be started: ${(cause as Error).message}`,
        { cause },
      );
    }
    const made = file.replace(/\.([cm]?)tsx?$/, ".$1js");
    const map = JSON.parse(readFileSync(`${made}.map`, "utf8")) as Emitted["map"];
    const code = readFileSync(made, "utf8").replace(/\n\/\/# sourceMappingURL=.*\n?$/, "\n");
    return { code, map };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Nothing is checked, nor is any other file read; that no library was read is said, and of no interest. */
function argumentsFor(file: string, settings: Settings): string[] {
  const options = {
    ignoreConfig: true,
    noCheck: true,
    noResolve: true,
    noLib: true,
    isolatedModules: true,
    module: "preserve",
    target: "es2022",
    sourceMap: true,
    jsx: settings.jsx === "automatic" ? "react-jsx" : "react",
    jsxImportSource: settings.jsxImportSource,
    jsxFactory: settings.jsxFactory,
    jsxFragmentFactory: settings.jsxFragmentFactory,
    experimentalDecorators: settings.legacyDecorators,
    emitDecoratorMetadata: settings.decoratorMetadata && settings.legacyDecorators,
    useDefineForClassFields: settings.definedFields,
    verbatimModuleSyntax: settings.verbatimImports,
  };
  const given = Object.entries(options).filter(([, value]) => value !== undefined);
  return [...given.flatMap(([name, value]) => [`--${name}`, String(value)]), file];
}
