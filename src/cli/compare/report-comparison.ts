import { compareRuns, withoutEstimates } from "../../gate/runs/compare-runs.ts";
import { oneLook, type NoWorseRounds } from "../../gate/runs/no-worse.ts";
import { refuseUnlikeRuns } from "../../gate/runs/refuse-unlike.ts";
import type { ComparableRuns } from "../../gate/runs/run-tally.ts";
import { comparisonText } from "../../reports/terminal/comparison.ts";
import { suiteTitle } from "../../reports/words/suite-title.ts";
import type { ComparisonResult } from "../../results/comparison-result.ts";
import { UsageError } from "../../runner/errors.ts";
import { printable } from "../../text/printable.ts";
import { tell } from "../output/screen.ts";
import { showPage } from "../output/show-page.ts";
import { print, surroundings } from "../output/stdout.ts";
import { EXIT } from "../process/exit-code.ts";

/** How runs are compared, and what becomes of it. */
export interface ComparisonOptions {
  readonly alpha: number;
  readonly cluster?: string;
  readonly failOn?: "worse";
  /** The margin within which the others are to be certified. */
  readonly noWorse?: number;
  readonly reporter: readonly string[];
  /** Whether the page is opened in a browser. */
  readonly open?: boolean;
  readonly json?: boolean;
  /** The directory of the page. */
  readonly output?: string;
  readonly root?: string | undefined;
}

/** Whether a page is written. */
export function hasPage({
  reporter,
  open = false,
}: Pick<ComparisonOptions, "reporter" | "open">): boolean {
  return open || reporter.includes("html");
}

const REPORTERS = ["table", "html"];

/** Throws UsageError for a report that no comparison has. */
export function refuseReporters({ reporter }: Pick<ComparisonOptions, "reporter">): void {
  const unknown = reporter.find((name) => !REPORTERS.includes(name));
  if (unknown === undefined) return;
  throw new UsageError(
    `A comparison has no reporter ${JSON.stringify(unknown)}. There are: ${REPORTERS.join(", ")}. For other reports on each run: npx swarm-eval report, with its result.`,
  );
}

/** Prints how runs of one of these suites compare. Returns the exit codes that this calls for. */
export async function reportComparison(
  runs: ComparableRuns,
  names: readonly string[],
  options: ComparisonOptions,
  rounds?: NoWorseRounds,
): Promise<number[]> {
  const { alpha, cluster, failOn, json, noWorse: margin, reporter } = options;
  if (rounds === undefined) refuseUnlikeRuns(runs);
  const compared = compareRuns(runs, alpha, cluster);
  const comparison = {
    ...(rounds === undefined ? compared : withoutEstimates(compared)),
    ...(margin === undefined
      ? {}
      : { no_worse: (rounds ?? oneLook(runs, { margin, alpha })).results(runs) }),
  };
  if (json === true) await print(`${printable(JSON.stringify(comparison))}\n`);
  else if (reporter.includes("table")) {
    const titled = { ...comparison, suite: suiteTitle(runs[0].header, names) };
    await print(`${comparisonText(titled, surroundings())}\n`);
  }
  if (hasPage(options)) await writePage(runs, comparison, options);
  const { comparisons, no_worse: noWorse = [] } = comparison;
  const isWorse = comparisons.some((one) => one?.verdict === "worse");
  return [
    ...(failOn === "worse" && isWorse ? [EXIT.failed] : []),
    ...(noWorse.every((one) => one?.verdict === "certified") ? [] : [EXIT.failed]),
    // All trials of a run broke off: nobody can say that nothing is worse.
    ...([...comparisons, ...noWorse].includes(null) ? [EXIT.errored] : []),
  ];
}

async function writePage(
  runs: ComparableRuns,
  comparison: ComparisonResult,
  options: ComparisonOptions,
): Promise<void> {
  const { writeComparisonPage } = await import("./comparison-page.ts");
  const page = writeComparisonPage(runs, comparison, options);
  tell(`Wrote ${page}.`);
  if (options.open === true) await showPage(page);
}
