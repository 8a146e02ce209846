import type { TrialResult } from "../../results/result.ts";
import { plural, listed } from "../../text/count.ts";
import { exactPattern, shellQuoted, shellWords } from "../../text/shell.ts";
import { oneLine } from "../../text/printable.ts";
import { plain, type Paint } from "../words/paint.ts";
import { outcome } from "./case-row.ts";
import { describeFailures, type Cause } from "./causes.ts";
import { explainTrial } from "./explain-trial.ts";
import { transcript } from "./transcript.ts";

/** How many characters of ids are named. */
const MOST_NAMES = 400;

/** What went wrong in the first case, then the names of the others, or a command that mends all of them. */
export function explainCause(cause: Cause): string[] {
  return explained(cause, (trial) => explainTrial(trial, plain));
}

/** The same with the conversation of a trial for each way in which the case failed. */
export function explainWithTranscript(cause: Cause, paint: Paint): string[] {
  return explained(cause, (trial) => [
    ...explainTrial(trial, paint),
    ...transcript(trial).map((line) => `│ ${line}`),
  ]);
}

function explained(cause: Cause, explain: (trial: TrialResult) => readonly string[]): string[] {
  const lines = describeFailures(cause.modes, cause.first.trials.length, (trial) =>
    explain(withCommandForAll(trial, cause)),
  );
  return [...lines, ...toleratedText(cause), ...otherCases(cause)];
}

/** What cases are in which it went wrong. */
export function titleOf({ verdict, tolerated }: Cause): "failed" | "errored" | "flaky" {
  return tolerated ? "flaky" : verdict;
}

/** The first case and the number of others: `greeting and 2 more cases`. */
export function casesOf({ first, count }: Cause): string {
  return `${oneLine(first.id)}${count === 1 ? "" : ` and ${plural(count - 1, "more case")}`}`;
}

/** A miss names the command that mends its case; in its place stands the one that mends all. */
function withCommandForAll(trial: TrialResult, { ids, count }: Cause): TrialResult {
  const { error } = trial;
  if (count === 1 || error?.miss === undefined) return trial;
  const { command } = error.miss;
  const message = error.message.replace(command, () => commandForAll(command, ids, count));
  return { ...trial, error: { ...error, message } };
}

function toleratedText({ tolerated, first, count }: Cause): string[] {
  if (!tolerated) return [];
  const these = count === 1 ? "The case passed" : "The cases passed";
  return [`${these} nevertheless (${outcome(first)}), as the threshold allows.`];
}

function otherCases({ modes, ids, count }: Cause): string[] {
  if (count === 1) return [];
  const command = modes[0]?.[0].error?.miss?.command;
  const hint = command === undefined ? [] : ["The command is for all these cases."];
  if (command !== undefined && canNameAll(command, ids, count)) return hint;
  const names: string[] = [];
  let length = 0;
  for (const id of ids.slice(1)) {
    length += id.length + 2;
    if (length > MOST_NAMES && names.length > 0) break;
    names.push(oneLine(id));
  }
  const more = count - 1 - names.length;
  const others = more > 0 ? `${names.join(", ")} and ${more} more` : listed(names);
  return [`The same in ${others}.`, ...hint];
}

/** A longer pattern is not read any more, and a shell may not take it. */
const LONGEST_PATTERN = 4000;

/** A command with `-t` for one case, for all of them; for the whole suite if they cannot all be named. */
function commandForAll(command: string, ids: readonly string[], count: number): string {
  const words = shellWords(command);
  const flag = words.indexOf("-t");
  if (flag < 0) return command;
  const selection = canNameAll(command, ids, count) ? ["-t", exactPattern(ids)] : [];
  return words
    .toSpliced(flag, 2, ...selection)
    .map(shellQuoted)
    .join(" ");
}

function canNameAll(command: string, ids: readonly string[], count: number): boolean {
  const fits = ids.length === count && exactPattern(ids).length <= LONGEST_PATTERN;
  return fits && shellWords(command).includes("-t");
}
