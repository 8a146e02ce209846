import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { MediaFolder } from "../../media/media-folder.ts";
import { isJournal, JournalReading, journalOf } from "../../results/journal/read-journal.ts";
import { readResult, type ResultReading } from "../../results/read-result.ts";
import type { CaseResult, SuiteEnd } from "../../results/result.ts";
import { UsageError } from "../../runner/errors.ts";
import { redactedTrial } from "../../runner/trial/redacted-trial.ts";
import { redactorFor } from "../../traffic/redact/redact.ts";
import type { RunOptions } from "../options/run-flags.ts";
import { readDotEnv } from "../process/environment.ts";
import { worst } from "../process/exit-code.ts";
import { workingPackage } from "../process/folders.ts";
import { resultName } from "../output/report-files.ts";
import { ownCommand } from "../process/own-command.ts";
import { beginReports, refuseUnknownReporters } from "../output/reporters.ts";
import { hasTables, SeveralSuites, surroundings } from "../output/stdout.ts";
import { ExitCodes, gatedCodes } from "../play/exit-codes.ts";
import { tell } from "../output/screen.ts";

export type ReportCommandOptions = Pick<RunOptions, "reporter" | "verbose" | "output" | "root">;

/**
 * Draws reports from result files. Returns the exit code that the runs themselves ended with. Throws UserError;
 * a file that breaks off is read as far as it goes.
 */
export async function report(
  files: readonly string[],
  options: ReportCommandOptions,
): Promise<number> {
  refuseUnknownReporters(options.reporter);
  if (options.reporter.includes("json"))
    throw new UsageError("The result file is the JSON report already. Name another reporter.");
  // All heads are read before anything is written.
  const readings = withoutBaselines(files).map((file) => ({ file, ...opened(file) }));
  if (options.reporter.some((name) => name !== "table" && name !== "github"))
    refuseSharedNames(readings);
  const codes: number[] = [];
  const several = new SeveralSuites(readings.length, options);
  const names = readings.map(({ header }) => header.suite);
  for (const reading of readings)
    codes.push(...(await reportOne(reading, names, several, options)));
  several.finish();
  return worst(codes);
}

/** A result, or what there is of a run that was broken off. */
function opened(file: string): ResultReading {
  const kept = isJournal(file) && existsSync(file) ? JournalReading.open(file) : undefined;
  if (kept !== undefined) return kept.result();
  const journal = journalOf(file);
  if (existsSync(file) || !existsSync(journal)) return readResult(file);
  throw new UsageError(
    `There is no result ${file}: that run was broken off. What had finished is in ${journal}. To see it: ${ownCommand(["report", journal])}; to go on: npx swarm-eval run … --resume.`,
  );
}

/** The name of the reports on a file: those on a part of a suite leave those on all of it alone. */
function nameOf({ file, header }: Reading): string {
  const name = resultName(header.suite, header);
  return isJournal(file) || file.endsWith(".partial.json") ? `${name}.partial` : name;
}

function outputOf({ output, root = workingPackage() }: ReportCommandOptions): string {
  return output ?? join(root, "reports");
}

/** A shell's `reports/*.json` includes the baselines beside the results. */
function withoutBaselines(files: readonly string[]): readonly string[] {
  const isBaseline = (file: string): boolean => file.endsWith(".baseline.json");
  const baselines = files.filter(isBaseline);
  const results = files.filter((file) => !isBaseline(file));
  if (baselines.length === 0) return files;
  const named = baselines.join(", ");
  if (results.length === 0) {
    throw new UsageError(
      `${named}: a baseline has no report. Name the result of a run, reports/<suite>.json.`,
    );
  }
  tell(`Left out, because a baseline has no report: ${named}`);
  return results;
}

interface Reading extends Pick<ResultReading, "header"> {
  readonly file: string;
}

async function reportOne(
  { file, header, cases }: ResultReading & Reading,
  names: readonly string[],
  several: SeveralSuites,
  options: ReportCommandOptions,
): Promise<Set<number>> {
  const reports = await beginReports(
    { ...options, output: outputOf(options), media: new MediaFolder(dirname(file)) },
    header,
    names,
  );
  const exitCodes = new ExitCodes(header.traffic);
  const withoutSecrets = redacting(options);
  let next = cases.next();
  for (; next.done !== true; next = cases.next())
    for (const observer of [exitCodes, reports]) observer.caseFinished(withoutSecrets(next.value));
  const { end, torn } = next.value;
  several.begin(file);
  await reports.end(end, nameOf({ file, header }));
  if (hasTables(options)) await printConclusions(header.suite, end);
  if (torn !== undefined) tell(torn.message);
  const decided = gatedCodes(end, exitCodes.at(end));
  several.ended({ name: file, end, exit: worst(decided) });
  return decided;
}

/** A result of an earlier version, or of another machine, may hold what must not be shown. */
function redacting({
  root = workingPackage(),
}: ReportCommandOptions): (result: CaseResult) => CaseResult {
  readDotEnv([root]);
  const redactor = redactorFor(process.env);
  return (result) => {
    const ofCase = redactor.forTrial();
    return { ...result, trials: result.trials.map((trial) => redactedTrial(trial, ofCase)) };
  };
}

/** Prints what a run prints below its table. */
async function printConclusions(suite: string, { gate, coverage }: SuiteEnd): Promise<void> {
  const place = surroundings();
  if (gate !== undefined) {
    const { gateText } = await import("../../reports/gate/gate.ts");
    process.stdout.write(`\n${gateText(gate, place)}\n`);
  }
  if (coverage !== undefined) {
    const { coverageText } = await import("../../reports/gate/coverage.ts");
    process.stdout.write(`\n${coverageText(suite, coverage, place.paint)}\n`);
  }
}

/** Reports are named after their suites, variants and shards. */
function refuseSharedNames(readings: readonly Reading[]): void {
  const files = new Map<string, string>();
  for (const reading of readings) {
    const { file, header } = reading;
    const other = files.get(nameOf(reading));
    if (other !== undefined) {
      throw new UsageError(
        `${other} and ${file} are both results of the suite ${JSON.stringify(header.suite)}, and their reports would share their names. Report on them one by one, each with its own --output.`,
      );
    }
    files.set(nameOf(reading), file);
  }
}
