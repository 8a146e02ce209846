import type { TrialResult } from "../../results/result.ts";
import { plural, listed } from "../../text/count.ts";
import { exactPattern, shellQuoted, shellWords } from "../../text/shell.ts";
import { oneLine } from "../../text/printable.ts";
import { plain } from "../words/paint.ts";
import type { Paint } from "../words/paint.ts";
import { tellWays } from "./causes.ts";
import type { Cause } from "./causes.ts";
import { explainTrial } from "./explain-trial.ts";
import { transcript } from "./transcript.ts";

const MOST_NAMES = 400;

/**
 * What went wrong: each check that did not pass and what broke off, in which turn and by whom. Of the other cases with
 * that cause only the names, and one command that mends all of them where there is one.
 */
export function explainCause(cause: Cause): string[] {
  const { ways, first } = cause;
  const told = tellWays(ways, first.trials.length, (trial) =>
    explainTrial(forAll(trial, cause), plain),
  );
  return [...told, ...otherCases(cause)];
}

/** The same with the conversation of the first trial in which it did. */
export function tellCause(cause: Cause, paint: Paint): string[] {
  const { ways, first } = cause;
  const told = tellWays(ways, first.trials.length, (trial, index) => [
    ...explainTrial(forAll(trial, cause), paint),
    ...(index > 0 ? [] : transcript(trial).map((line) => `│ ${line}`)),
  ]);
  return [...told, ...otherCases(cause)];
}

/** The first case and how many others: `greeting and 2 more cases`. */
export function casesOf({ first, count }: Cause): string {
  return `${oneLine(first.id)}${count === 1 ? "" : ` and ${plural(count - 1, "more case")}`}`;
}

/** A miss names the command that mends its case. Said for many cases, it is the command that mends them all. */
function forAll(trial: TrialResult, { ids, count }: Cause): TrialResult {
  const { error } = trial;
  if (count === 1 || error?.miss === undefined) return trial;
  const { command } = error.miss;
  const message = error.message
    .replace("record the case again:", `record these ${count} cases again:`)
    .replace("record it:", `record these ${count} cases:`)
    .replace(command, () => commandForAll(command, ids, count));
  return { ...trial, error: { ...error, message } };
}

/** Where the command that mends them names the cases, that is enough. */
function otherCases({ ways, ids, count }: Cause): string[] {
  const command = ways[0]?.[0].error?.miss?.command;
  if (count === 1 || (command !== undefined && namesAll(command, ids, count))) return [];
  const names: string[] = [];
  let length = 0;
  for (const id of ids.slice(1)) {
    length += id.length + 2;
    if (length > MOST_NAMES && names.length > 0) break;
    names.push(oneLine(id));
  }
  const more = count - 1 - names.length;
  return [`The same in ${more > 0 ? `${names.join(", ")} and ${more} more` : listed(names)}.`];
}

/** A longer pattern is no longer read, and at some length no longer taken by a shell. */
const LONGEST_PATTERN = 4000;

/**
 * The command that does for all these cases what a command with `-t` does for one of them. Where the cases are too many
 * to be named, or not all known, it is for the whole suite.
 */
function commandForAll(command: string, ids: readonly string[], count: number): string {
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
function namesAll(command: string, ids: readonly string[], count: number): boolean {
  const fits = ids.length === count && exactPattern(ids).length <= LONGEST_PATTERN;
  return fits && shellWords(command).includes("-t");
}
