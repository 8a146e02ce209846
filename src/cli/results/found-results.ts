import { readdirSync } from "node:fs";
import { join } from "node:path";
import { partialReason, RunHistory } from "../../history/run-history.ts";
import type { KeptRun } from "../../history/history.ts";
import { eachCase, readResult } from "../../results/read-result.ts";
import { onDisk } from "../../text/from-start.ts";
import { isDirectory } from "../../text/make-directory.ts";
import { UserError } from "../../text/user-error.ts";

/** Runs of whole suites, and the files that have none: `shop.1-of-3.json (a shard: merge the shards first)`. */
export interface FoundRuns {
  readonly runs: readonly KeptRun[];
  readonly leftOut: readonly string[];
}

/** The runs of results, and of those in folders and the folders in them. Throws UserError for a named file that is no result. */
export function foundRuns(paths: readonly string[]): FoundRuns {
  // A result may have been copied.
  const runs = new Map<string, KeptRun>();
  const leftOut: string[] = [];
  for (const path of paths) {
    const isFolder = isDirectory(path);
    for (const file of isFolder ? resultsIn(path) : [path]) {
      const found = runOf(file, isFolder);
      if (typeof found === "string") leftOut.push(`${file} (${found})`);
      else runs.set(JSON.stringify([found.suite, found.started_at, found.label]), found);
    }
  }
  return { runs: [...runs.values()], leftOut };
}

function resultsIn(folder: string): string[] {
  const entries = readdirSync(onDisk(folder), { withFileTypes: true });
  return entries.flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return isForeign(entry.name) ? [] : resultsIn(path);
    return /(?<!\.baseline)\.json$/.test(entry.name) ? [path] : [];
  });
}

function isForeign(folder: string): boolean {
  return folder.startsWith(".") || folder === "node_modules";
}

/** The run of a result, or why it is left out. */
function runOf(file: string, isFound: boolean): KeptRun | string {
  try {
    const reading = readResult(file);
    const history = new RunHistory();
    const { end, torn } = eachCase(reading, (result) => history.caseFinished(result));
    if (torn !== undefined) return "cut off";
    const { header } = reading;
    return partialReason(header, end) ?? { suite: header.suite, ...history.end(header, end) };
  } catch (error) {
    if (!isFound || !(error instanceof UserError)) throw error;
    return "no result";
  }
}
