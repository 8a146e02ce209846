import { appendFileSync, statSync } from "node:fs";
import { MediaFolder } from "../../media/media-folder.ts";
import type { MakeReport, Output, Report } from "../../reports/report.ts";
import { REPORTER_NAMES, type ReporterName } from "../../reports/reporter-names.ts";
import { suiteTitle } from "../../reports/words/suite-title.ts";
import type { HistoryResult } from "../../history/history-result.ts";
import type { CaseResult, ResultHeader, SuiteEnd } from "../../results/result.ts";
import { attempt, UsageError } from "../../runner/errors.ts";
import { listed } from "../../text/count.ts";
import { onDisk } from "../../text/from-start.ts";
import { resultName } from "../../runs/files/result-name.ts";
import { ReportFiles } from "./report-files.ts";
import { printCommands, tell } from "./screen.ts";
import { surroundings, type StdoutOptions } from "./stdout.ts";

/** By the name of the reporter, loaded on demand. */
const REPORTS: Readonly<Record<ReporterName, () => Promise<MakeReport | undefined>>> = {
  table: async () => (await import("../../reports/terminal/table.ts")).tableReport,
  json: async () => undefined,
  junit: async () => (await import("../../reports/junit/junit.ts")).junitReport,
  github: async () => (await import("../../reports/github/github.ts")).githubReport,
  csv: async () => (await import("../../reports/csv/csv.ts")).csvReport,
  html: async () => (await import("../../reports/html/page.ts")).htmlReport,
  otlp: async () => (await import("../../reports/otlp/otlp.ts")).otlpReport,
};

/** Which reports are drawn, and where they go. */
export interface ReportOptions extends StdoutOptions {
  /** Whether tables show the chances of each case. */
  readonly verbose?: boolean;
  /** The directory of report files. */
  readonly output: string;
  /** What the paths in results are relative to; the working directory's package by default. */
  readonly root?: string | undefined;
  /** Where the pictures and sounds of the results are, beside the directory of reports. */
  readonly media?: MediaFolder | undefined;
}

/**
 * Begins the reports of a suite, an observer; `suites` are the names of all that are reported on, this one's too. This
 * and its methods throw UsageError: an unknown name, a full disk.
 */
export async function beginReports(
  { reporter, verbose, output, root, media, json = false }: ReportOptions,
  header: ResultHeader,
  suites: readonly string[],
) {
  refuseUnknownReporters(reporter);
  const named = [...new Set(reporter)].filter(isReporter);
  const names = named.filter((name) => !json || name !== "table");
  const made = await Promise.all(names.map((name) => REPORTS[name]()));
  const folders = [...(media === undefined ? [] : [media]), new MediaFolder(output)];
  const titled = { ...header, suite: suiteTitle(header, suites) };
  let kept: HistoryResult | undefined;
  const history = (): HistoryResult | undefined => kept;
  const reports: Report[] = made.flatMap((make) =>
    make === undefined ? [] : [make(titled, { ...surroundings(root, verbose, folders), history })],
  );
  const files = new ReportFiles(output, resultName(header.suite, header));
  const collector = names.includes("otlp") ? await openCollector() : undefined;
  const deliver = (piece: Output): void => {
    if (piece.to === "collector") collector?.send(piece.spans);
    else if (piece.to === "file") files.put(piece.ending, piece.place, piece.text);
    else if (piece.to === "step_summary") appendStepSummary(piece.text, piece.brief);
    else if (json) return;
    else if (piece.to === "workflow") printCommands(piece.text);
    else process.stdout.write(piece.text);
  };
  return {
    caseFinished(result: CaseResult): void {
      for (const report of reports) for (const piece of report.add(result)) deliver(piece);
    },
    /**
     * `name` is that of the files, without their endings; `soFar` is the history of the suite, if it has one. Resolves when
     * what goes over the network was sent.
     */
    async end(end: SuiteEnd, name: string, soFar?: HistoryResult): Promise<void> {
      kept = soFar;
      for (const report of reports) for (const piece of report.end(end)) deliver(piece);
      const written = files.finish(name);
      if (written.length > 0) tell(`Wrote ${listed(written)}.`);
      await collector?.flush();
    },
  };
}

async function openCollector() {
  const { Collector } = await import("./collector.ts");
  return new Collector(process.env);
}

export function refuseUnknownReporters(names: readonly string[]): void {
  const unknown = names.find((name) => !isReporter(name));
  if (unknown === undefined) return;
  throw new UsageError(
    `There is no reporter ${JSON.stringify(unknown)}. There are: ${REPORTER_NAMES.join(", ")}.`,
  );
}

function isReporter(name: string): name is ReporterName {
  return REPORTER_NAMES.some((known) => known === name);
}

/** GitHub shows nothing of a larger summary. */
const LARGEST_SUMMARY_BYTES = 1024 * 1024;

/** Adds to the summary of a GitHub workflow's step: the brief text if there is no room for the other. */
function appendStepSummary(text: string, brief: string): void {
  const file = process.env["GITHUB_STEP_SUMMARY"];
  if (!file) return;
  attempt(`The step summary ${file} could not be written`, () => {
    const size = statSync(onDisk(file), { throwIfNoEntry: false })?.size ?? 0;
    appendFileSync(
      onDisk(file),
      size + Buffer.byteLength(text) <= LARGEST_SUMMARY_BYTES ? text : brief,
    );
  });
}
