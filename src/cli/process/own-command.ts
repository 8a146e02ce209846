import { shellLine } from "../../text/shell.ts";

/** A command of ours to be copied. npx finds the package that is installed in the project as well as one installed for all. */
export function ownCommand(words: readonly string[]): string {
  return shellLine(["npx", "swarm-eval", ...words]);
}
