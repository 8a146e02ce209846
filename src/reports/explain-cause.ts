import type { TrialResult } from "../results/result.ts";
import type { Cause } from "./causes.ts";
import { commandForAll, namesAll } from "./command-for-all.ts";
import { explainTrial } from "./explain-trial.ts";
import { plural } from "../text/count.ts";
import { listed } from "../text/listed.ts";
import type { Paint } from "./paint.ts";
import { plain } from "./paint.ts";
import { oneLine } from "../text/printable.ts";
import { tellWays } from "./tell-ways.ts";
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
