import { existsSync } from "node:fs";
import { isJournal, JournalReading, journalOf } from "../../results/journal/read-journal.ts";
import { readResult, type ResultEnding, type ResultReading } from "../../results/read-result.ts";
import type { CaseResult } from "../../results/result.ts";
import { UsageError } from "../../runner/errors.ts";
import { redactedTrial } from "../../runner/trial/redacted-trial.ts";
import { redactorFor } from "../../traffic/redact/redact.ts";
import { readDotEnv } from "../../runs/settings/environment.ts";
import { workingPackage } from "../../runs/settings/folders.ts";
import { ownCommand } from "../../runs/settings/own-command.ts";

/** A result file, or the journal of a run that was broken off, read one case at a time. */
export interface NamedReading extends ResultReading {
  readonly file: string;
}

/** Takes out of a case the secrets of this environment: a result of an earlier version, or of another machine, may hold them. */
export function redacting({
  root = workingPackage(),
}: {
  readonly root?: string | undefined;
}): (result: CaseResult) => CaseResult {
  readDotEnv([root]);
  const redactor = redactorFor(process.env);
  return (result) => {
    const ofCase = redactor.forTrial();
    return { ...result, trials: result.trials.map((trial) => redactedTrial(trial, ofCase)) };
  };
}

/** Opens results without secrets. What it returns throws UserError for a file that is none. */
export function resultReader(
  options: Parameters<typeof redacting>[0],
): (file: string) => NamedReading {
  const redact = redacting(options);
  return (file) => {
    const { header, cases } = opened(file);
    return { file, header, cases: redacted(cases, redact) };
  };
}

/** Opens a result as it is. Throws UserError. */
export function plainReader(file: string): NamedReading {
  return { file, ...readResult(file) };
}

function opened(file: string): ResultReading {
  const kept = isJournal(file) && existsSync(file) ? JournalReading.open(file) : undefined;
  if (kept !== undefined) return kept.result();
  const journal = journalOf(file);
  if (existsSync(file) || !existsSync(journal)) return readResult(file);
  throw new UsageError(
    `There is no result ${file}: that run was broken off. What had finished is in ${journal}. To see it: ${ownCommand(["report", journal])}; to go on: npx swarm-eval run … --resume.`,
  );
}

function* redacted(
  cases: ResultReading["cases"],
  redact: (result: CaseResult) => CaseResult,
): Generator<CaseResult, ResultEnding> {
  let next = cases.next();
  for (; next.done !== true; next = cases.next()) yield redact(next.value);
  return next.value;
}
