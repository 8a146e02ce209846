import { createRequire } from "node:module";
import { dirname, join } from "node:path";

/** The path of TypeScript's program, which its package gets for each platform from an optional dependency. Throws if it did not. */
export function typeScriptProgram(): string {
  const { resolve } = createRequire(createRequire(import.meta.url).resolve("typescript"));
  const platform = `@typescript/typescript-${process.platform}-${process.arch}`;
  const folder = join(dirname(resolve(`${platform}/package.json`)), "lib");
  return join(folder, process.platform === "win32" ? "tsc.exe" : "tsc");
}
