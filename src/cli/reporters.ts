import { appendFileSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { styleText } from "node:util";
import type { Paint } from "../reports/paint.ts";
import type { MakeReport, Output, Report } from "../reports/report.ts";
import type { ResultHeader } from "../results/result.ts";
import { UsageError } from "../runner/usage-error.ts";

/** The reports by the name of their reporter, each loaded when it is asked for. `json` is the result file itself, which is always written. */
const REPORTS: Readonly<Record<string, () => Promise<MakeReport | undefined>>> = {
  table: async () => (await import("../reports/table.ts")).tableReport,
  json: async () => undefined,
};

export const REPORTER_NAMES = Object.keys(REPORTS);

/** Begins the reports that were asked for. Throws UsageError for a name that there is none of. */
export async function beginReports(
  names: readonly string[],
  header: ResultHeader,
): Promise<Report[]> {
  refuseUnknownReporters(names);
  const made = await Promise.all([...new Set(names)].map((name) => REPORTS[name]?.()));
  return made.flatMap((make) => (make === undefined ? [] : [make(header, paint)]));
}

export function refuseUnknownReporters(names: readonly string[]): void {
  const unknown = names.find((name) => !REPORTER_NAMES.includes(name));
  if (unknown === undefined) return;
  throw new UsageError(
    `There is no reporter ${JSON.stringify(unknown)}. There are: ${REPORTER_NAMES.join(", ")}.`,
  );
}

/** Puts finished reports where they belong. */
export function deliver(outputs: readonly Output[], directory: string): void {
  for (const output of outputs) {
    if (output.to === "stdout") process.stdout.write(output.text);
    else if (output.to === "file") write(join(directory, output.name), output.text, directory);
    else if (process.env["GITHUB_STEP_SUMMARY"])
      appendFileSync(process.env["GITHUB_STEP_SUMMARY"], output.text);
  }
}

function write(file: string, text: string, directory: string): void {
  try {
    mkdirSync(directory, { recursive: true });
    writeFileSync(file, text);
  } catch (error) {
    throw new UsageError(`The report ${file} could not be written: ${(error as Error).message}`, {
      cause: error,
    });
  }
}

/** Colours what goes to a terminal; NO_COLOR and FORCE_COLOR are honoured. */
export const paint: Paint = (style, text) => styleText(style, text, { stream: process.stdout });
