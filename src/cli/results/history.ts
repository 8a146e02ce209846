import { existsSync } from "node:fs";
import { join } from "node:path";
import { History, type KeptRun } from "../../history/history.ts";
import { historyText } from "../../reports/terminal/history.ts";
import { UsageError } from "../../runner/errors.ts";
import { listed, plural } from "../../text/count.ts";
import { onDisk } from "../../text/from-start.ts";
import { printable } from "../../text/printable.ts";
import { historyFile } from "../output/history-file.ts";
import { tell } from "../output/screen.ts";
import { paint } from "../output/stdout.ts";
import { EXIT } from "../process/exit-code.ts";
import { workingPackage } from "../../runs/settings/folders.ts";
import { hideExperimentalWarnings } from "../../runs/process/quiet-node.ts";
import { foundRuns } from "./found-results.ts";

export interface HistoryOptions {
  readonly rebuild?: boolean;
  readonly output?: string;
  readonly root?: string | undefined;
}

const MOST_RUNS = 20;
const MOST_NAMED = 5;

/**
 * Adds the runs of results to the history, and prints what it has of their suites, or of those that are named. Returns
 * the exit code. Throws UserError.
 */
export async function history(
  named: readonly string[],
  { rebuild = false, root = workingPackage(), output = join(root, "reports") }: HistoryOptions,
): Promise<number> {
  hideExperimentalWarnings();
  const file = historyFile(output);
  const given = named.filter((name) => existsSync(onDisk(name)));
  const suites = named.filter((name) => !given.includes(name));
  const paths = rebuild && given.length === 0 ? [output] : given;
  const runs = paths.length === 0 ? [] : runsIn(paths);
  if (runs.length === 0 && !existsSync(onDisk(file)))
    throw new UsageError(
      `There is no history ${file} yet. To begin one: npx swarm-eval run … --history, or npx swarm-eval history with results or folders of them.`,
    );
  const kept = await (rebuild ? History.rebuilt(file, runs) : History.open(file));
  if (!rebuild) kept.add(runs);
  if (runs.length > 0) tell(`${plural(runs.length, "run")} added to ${file}.`);
  const shown = suites.length > 0 ? suites : suitesOf(runs);
  for (const [index, suite] of (shown.length > 0 ? shown : kept.suites()).entries()) {
    const found = kept.of(suite, MOST_RUNS);
    if (found === undefined)
      throw new UsageError(
        `There is no result ${suite}, and ${file} has no suite of that name. It has ${listed(kept.suites()) || "none"}.`,
      );
    const gap = index === 0 ? "" : "\n";
    process.stdout.write(`${gap}${printable(historyText(found, paint))}\n`);
  }
  kept.close();
  return EXIT.passed;
}

/** Throws UsageError if there are none. */
function runsIn(paths: readonly string[]): readonly KeptRun[] {
  const { runs, leftOut } = foundRuns(paths);
  const rest = leftOut.length === 0 ? "" : `Left out: ${listed(leftOut, MOST_NAMED)}.`;
  if (runs.length === 0)
    throw new UsageError(
      `${listed(paths)} ${paths.length === 1 ? "has" : "have"} no result of a whole suite. ${rest}`.trimEnd(),
    );
  if (rest !== "") tell(rest);
  return runs;
}

function suitesOf(runs: readonly KeptRun[]): string[] {
  return [...new Set(runs.map(({ suite }) => suite))].sort();
}
