import { createRequire } from "node:module";
import { shellLine } from "../../text/shell.ts";

/** A command of ours to be copied. npx finds the package whether it is installed in the project or globally. */
export function ownCommand(words: readonly string[]): string {
  return shellLine(["npx", "swarm-eval", ...words]);
}

/** A flag and its value, as words of a command; none if it has no value. */
export function flag(name: string, value: string | undefined): string[] {
  return value === undefined ? [] : [name, value];
}

/** This package's version. */
export function version(): string {
  return (createRequire(import.meta.url)("swarm-eval/package.json") as { version: string }).version;
}
