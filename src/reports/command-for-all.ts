import { exactPattern } from "../text/exact-pattern.ts";
import { shellQuoted, shellWords } from "../text/shell.ts";

/** A longer pattern is no longer read, and at some length no longer taken by a shell. */
const LONGEST_PATTERN = 4000;

/**
 * The command that does for all these cases what a command with `-t` does for one of them. Where the cases are too many
 * to be named, or not all known, it is for the whole suite.
 */
export function commandForAll(command: string, ids: readonly string[], count: number): string {
  const words = shellWords(command);
  const flag = words.indexOf("-t");
  if (flag < 0) return command;
  const selection = namesAll(command, ids, count) ? ["-t", exactPattern(ids)] : [];
  return words
    .toSpliced(flag, 2, ...selection)
    .map(shellQuoted)
    .join(" ");
}

/** Whether the command for all these cases names each of them. */
export function namesAll(command: string, ids: readonly string[], count: number): boolean {
  const fits = ids.length === count && exactPattern(ids).length <= LONGEST_PATTERN;
  return fits && shellWords(command).includes("-t");
}
