import { dirname, join } from "node:path";
import { MediaFolder } from "../../media/media-folder.ts";
import { isJournal } from "../../results/journal/read-journal.ts";
import { eachCase } from "../../results/read-result.ts";
import type { SuiteEnd } from "../../results/result.ts";
import { UsageError } from "../../runner/errors.ts";
import type { RunOptions } from "../options/run-flags.ts";
import { worst } from "../process/exit-code.ts";
import { workingPackage } from "../../runs/settings/folders.ts";
import { resultName } from "../../runs/files/result-name.ts";
import { beginReports, refuseUnknownReporters } from "../output/reporters.ts";
import { resultReader, type NamedReading } from "../output/result-reading.ts";
import { showPage } from "../output/show-page.ts";
import { hasTables, SeveralSuites, surroundings } from "../output/stdout.ts";
import { ExitCodes, gatedCodes } from "../play/exit-codes.ts";
import { tell } from "../output/screen.ts";

export interface ReportCommandOptions extends Pick<
  RunOptions,
  "reporter" | "verbose" | "output" | "root"
> {
  /** Whether the page is opened in a browser. */
  readonly open?: boolean;
  /** Whether the page is served, and follows its results. */
  readonly watch?: boolean;
  readonly port?: number;
}

/**
 * Draws reports from result files. Returns the exit code that the runs themselves ended with. Throws UserError;
 * a file that breaks off is read as far as it goes.
 */
export async function report(
  files: readonly string[],
  { open = false, ...options }: ReportCommandOptions,
): Promise<number> {
  refuseUnknownReporters(options.reporter);
  if (options.reporter.includes("json"))
    throw new UsageError("The result file is the JSON report already. Name another reporter.");
  // All heads are read before anything is written.
  const readings = withoutBaselines(files).map(resultReader(options));
  const others = options.reporter.filter((name) => name !== "html");
  if (others.some((name) => name !== "table" && name !== "github")) refuseSharedNames(readings);
  const page =
    open || others.length < options.reporter.length
      ? await beginPage(readings, outputOf(options))
      : undefined;
  const codes: number[] = [];
  const several = new SeveralSuites(readings.length, options);
  const names = readings.map(({ header }) => header.suite);
  for (const reading of readings) {
    const drawn = { ...options, reporter: others };
    codes.push(...(await reportOne(reading, { names, several, page: page?.run(reading) }, drawn)));
  }
  several.finish();
  const written = await page?.finish();
  if (open && written !== undefined) await showPage(written);
  return worst(codes);
}

/** The name of the reports on a file: those on a part of a suite leave those on all of it alone. */
function nameOf({ file, header }: Pick<NamedReading, "file" | "header">): string {
  const name = resultName(header.suite, header);
  return isJournal(file) || file.endsWith(".partial.json") ? `${name}.partial` : name;
}

function outputOf({ output, root = workingPackage() }: ReportCommandOptions): string {
  return output ?? join(root, "reports");
}

/** A shell's `reports/*.json` includes the baselines beside the results. */
export function withoutBaselines(files: readonly string[]): readonly string[] {
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

/** One page for all results: their runs can be seen side by side. */
async function beginPage(readings: readonly NamedReading[], output: string) {
  const { PageFile, pageLabels, pageTitle } = await import("../output/page-file.ts");
  const { historiesOf } = await import("../output/history-file.ts");
  const [first] = readings;
  const name = first !== undefined && readings.length === 1 ? nameOf(first) : "index";
  const page = new PageFile(output, name, pageTitle(readings.map(({ header }) => header)));
  const labels = pageLabels(readings);
  return {
    run: (reading: NamedReading) => page.run(reading, labels[readings.indexOf(reading)] ?? ""),
    async finish(): Promise<string> {
      const file = page.finish({ histories: await historiesOf(readings) });
      tell(`Wrote ${file}.`);
      return file;
    },
  };
}

/** What the reports on a result share with those on others. */
interface Beside {
  /** The names of all suites. */
  readonly names: readonly string[];
  readonly several: SeveralSuites;
  readonly page: ReturnType<Awaited<ReturnType<typeof beginPage>>["run"]> | undefined;
}

async function reportOne(
  reading: NamedReading,
  { names, several, page }: Beside,
  options: ReportCommandOptions,
): Promise<Set<number>> {
  const { file, header } = reading;
  const reports = await beginReports(
    { ...options, output: outputOf(options), media: new MediaFolder(dirname(file)) },
    header,
    names,
  );
  const exitCodes = new ExitCodes(header.traffic);
  const { end, torn } = eachCase(reading, (result) => {
    for (const observer of [exitCodes, reports, page]) observer?.caseFinished(result);
  });
  several.begin(file);
  await reports.end(end, nameOf(reading));
  page?.end(end);
  if (hasTables(options)) await printConclusions(header.suite, end);
  if (torn !== undefined) tell(torn.message);
  const decided = gatedCodes(end, exitCodes.at(end));
  several.ended({ name: file, end, exit: worst(decided) });
  return decided;
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
function refuseSharedNames(readings: readonly NamedReading[]): void {
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
