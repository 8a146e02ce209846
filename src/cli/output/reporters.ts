import { relative, resolve, sep } from "node:path";
import { styleText } from "node:util";
import type { Paint } from "../../reports/words/paint.ts";
import type { MakeReport, Output, Report, Surroundings } from "../../reports/report.ts";
import type { CaseResult, ResultHeader, SuiteEnd } from "../../results/result.ts";
import { listed } from "../../text/count.ts";
import { UsageError } from "../../runner/errors.ts";
import { ReportFiles } from "./report-files.ts";
import { appendStepSummary } from "./step-summary-file.ts";

/** The reports by the name of their reporter, each loaded when it is asked for. `json` is the result file itself, which is always written. */
const REPORTS: Readonly<Record<string, () => Promise<MakeReport | undefined>>> = {
  table: async () => (await import("../../reports/terminal/table.ts")).tableReport,
  json: async () => undefined,
  junit: async () => (await import("../../reports/junit/junit.ts")).junitReport,
  github: async () => (await import("../../reports/github/github.ts")).githubReport,
  csv: async () => (await import("../../reports/csv/csv.ts")).csvReport,
  html: async () => (await import("../../reports/html/page.ts")).htmlReport,
};

/** What `--reporter` may name. */
export const REPORTER_NAMES = Object.keys(REPORTS);

/** The reports of one suite, which observe its cases. Both methods throw UsageError where a file cannot be written. */
export interface Reports {
  caseFinished(result: CaseResult): void;
  /** Puts the finished reports where they belong. */
  end(end: SuiteEnd): void;
}

/** Which reports are drawn, and where they go. */
export interface ReportOptions {
  readonly reporter: readonly string[];
  /** The directory of report files. */
  readonly output: string;
  /** Nothing of a report goes to stdout, which has the result itself. */
  readonly json?: boolean;
}

/** Begins the reports that were asked for. Throws UsageError for a name that there is none of. */
export async function beginReports(
  { reporter, output, json = false }: ReportOptions,
  header: ResultHeader,
): Promise<Reports> {
  refuseUnknownReporters(reporter);
  const names = [...new Set(reporter)].filter((name) => !json || name !== "table");
  const made = await Promise.all(names.map((name) => REPORTS[name]?.()));
  const reports: Report[] = made.flatMap((make) =>
    make === undefined ? [] : [make(header, surroundings())],
  );
  const files = new ReportFiles(output);
  const deliver = (piece: Output): void => {
    if (piece.to === "file") files.put(piece.name, piece.place, piece.text);
    else if (piece.to === "step_summary") appendStepSummary(piece.text, piece.brief);
    else if (!json) process.stdout.write(piece.text);
  };
  return {
    caseFinished(result) {
      for (const report of reports) for (const piece of report.add(result)) deliver(piece);
    },
    end(end) {
      for (const report of reports) for (const piece of report.end(end)) deliver(piece);
      const written = files.finish();
      if (written.length > 0) process.stderr.write(`Wrote ${listed(written)}.\n`);
    },
  };
}

/** Throws UsageError for a name that no reporter has. */
export function refuseUnknownReporters(names: readonly string[]): void {
  const unknown = names.find((name) => !REPORTER_NAMES.includes(name));
  if (unknown === undefined) return;
  throw new UsageError(
    `There is no reporter ${JSON.stringify(unknown)}. There are: ${REPORTER_NAMES.join(", ")}.`,
  );
}

/** What stdout takes where it is no terminal: as wide as the pages on which CI shows it. */
const COLUMNS_OF_A_LOG = 160;

/** Where a report on stdout is read. */
export function surroundings(): Surroundings {
  const root = process.env["GITHUB_WORKSPACE"] ?? process.cwd();
  return {
    paint,
    // A terminal that does not know its size says 0.
    columns: process.stdout.columns || COLUMNS_OF_A_LOG,
    inRepository: (file) => relative(root, resolve(file)).split(sep).join("/"),
  };
}

/** Colours what goes to a terminal; NO_COLOR and FORCE_COLOR are honoured. */
export const paint: Paint = (style, text) => styleText(style, text, { stream: process.stdout });
