import { existsSync } from "node:fs";
import { isJournal, JournalReading, journalOf } from "../../results/journal/read-journal.ts";
import { readResult, type ResultEnding, type ResultReading } from "../../results/read-result.ts";
import type { CaseResult } from "../../results/result.ts";
import { UsageError } from "../../runner/errors.ts";
import { redactedTrial } from "../../runner/trial/redacted-trial.ts";
import { redactorFor, type Redactor } from "../../traffic/redact/redact.ts";
import { readDotEnv } from "../process/environment.ts";
import { workingPackage } from "../process/folders.ts";
import { ownCommand } from "../process/own-command.ts";

/** A result file, or the journal of a run that was broken off, read one case at a time. */
export interface NamedReading extends ResultReading {
  readonly file: string;
}

/**
 * Opens results without the secrets of this environment: a result of an earlier version, or of another machine, may hold
 * them. What it returns throws UserError for a file that is none.
 */
export function resultReader({
  root = workingPackage(),
}: {
  readonly root?: string | undefined;
}): (file: string) => NamedReading {
  readDotEnv([root]);
  const redactor = redactorFor(process.env);
  return (file) => {
    const { header, cases } = opened(file);
    return { file, header, cases: redacted(cases, redactor) };
  };
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
  redactor: Redactor,
): Generator<CaseResult, ResultEnding> {
  let next = cases.next();
  for (; next.done !== true; next = cases.next()) {
    const ofCase = redactor.forTrial();
    const trials = next.value.trials.map((trial) => redactedTrial(trial, ofCase));
    yield { ...next.value, trials };
  }
  return next.value;
}
