import { shellQuoted, shellWords } from "./shell.ts";

/** A longer pattern is no longer read, and at some length no longer taken by a shell. */
const LONGEST_PATTERN = 4000;

/**
 * The command that does for all these cases what a command with `-t` does for one of them. Where the cases are too many
 * to be named, or not all known, it is for the whole suite.
 */
export function commandForAll(command: string, ids: readonly string[], count = ids.length): string {
  const words = shellWords(command);
  const flag = words.indexOf("-t");
  if (flag < 0) return command;
  const pattern = patternFor(ids);
  const named = ids.length === count && pattern.length <= LONGEST_PATTERN;
  const all = words.toSpliced(flag, 2, ...(named ? ["-t", pattern] : []));
  return all.map(shellQuoted).join(" ");
}

/** A regular expression that matches these ids and no others. */
export function patternFor(ids: readonly string[]): string {
  const escaped = ids.map((id) => id.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&"));
  return escaped.length === 1 ? `^${escaped[0]}$` : `^(${escaped.join("|")})$`;
}
