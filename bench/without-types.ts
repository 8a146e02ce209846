import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { stripTypeScriptTypes } from "node:module";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";

// Below node_modules, so that the copies find the packages that the originals import.
const directory = fileURLToPath(
  new URL("../node_modules/.cache/swarm-eval-bench", import.meta.url),
);

/**
 * The path of a program of this directory, and of what it imports beside itself, as JavaScript: taking the types away
 * takes Node longer than many a program that is measured.
 */
export function withoutTypes(program: string): string {
  const source = readFileSync(new URL(program, import.meta.url), "utf8");
  for (const [, imported = ""] of source.matchAll(/^import .* from "(\.\/.*\.ts)";$/gm))
    withoutTypes(imported);
  const file = join(directory, scriptName(basename(program)));
  mkdirSync(directory, { recursive: true });
  writeFileSync(file, scriptName(stripTypeScriptTypes(source)));
  return file;
}

function scriptName(text: string): string {
  return text.replaceAll(/\.ts(?=$|")/g, ".mjs");
}
