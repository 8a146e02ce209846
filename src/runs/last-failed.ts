import { existsSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { readResult } from "../results/read-result.ts";
import { readResultEnds } from "../results/result-ends.ts";
import type { CaseResult, ResultHeader } from "../results/result.ts";
import { UsageError } from "../runner/errors.ts";
import { keepsFromPassing } from "../runner/suite/case-result.ts";
import type { Suite } from "../runner/suite/suite.ts";
import { listed } from "../text/count.ts";
import { absolute, onDisk } from "../text/from-start.ts";
import { UserError } from "../text/user-error.ts";
import type { PlayOptions } from "./settings/options.ts";
import { workingPackage } from "./settings/folders.ts";
import { flag, ownCommand } from "./settings/own-command.ts";
import { ResultPlace } from "./files/result-place.ts";
import { replayFlags, selectionFlags } from "./plan/plan.ts";
import type { SuiteFiles } from "./files/suites.ts";
import type { Tell } from "./settings/tell.ts";

type LastFailedOptions = Pick<PlayOptions, "root" | "variant" | "shard">;

/** The ids of the cases that failed when they were last played, by case file. */
export type LastFailed = ReadonlyMap<string, ReadonlySet<string>>;

/**
 * What failed in the last run of each suite. A suite without a result is left out, which is told. Throws
 * UserError if no suite has one, and for one that cannot be read.
 */
export function lastFailed(
  suites: readonly SuiteFiles[],
  options: LastFailedOptions,
  tell: Tell,
): LastFailed {
  const found = new Map<string, ReadonlySet<string>>();
  const problems: string[] = [];
  for (const suite of suites) {
    const result = failedIn(suite, options);
    if (typeof result === "string") problems.push(result);
    else found.set(suite.caseFile, result);
  }
  if (found.size === 0) {
    const command = ownCommand(["run", ...suites.map(({ caseFile }) => caseFile)]);
    throw new UsageError(
      `${problems.join("\n")}\nSo it is not known what failed. Run ${suites.length === 1 ? "it" : "them"} first: ${command}`,
    );
  }
  for (const problem of problems) tell(`${problem} It is left out.`);
  return found;
}

/** Said if nothing failed in the last run of any suite. */
export function nothingFailed(found: LastFailed): string | undefined {
  if ([...found.values()].some(({ size }) => size > 0)) return undefined;
  return `Nothing failed in the last run of ${listed([...found.keys()], 5)}, so nothing is played.`;
}

/** The cases of a suite that failed when they were last played, as far as a readable result says it. */
export function failedBefore(
  suite: Pick<Suite, "name" | "caseFile" | "output" | "survey">,
  options: LastFailedOptions,
): string[] {
  try {
    const failed = failedIn(suite, options);
    return typeof failed === "string"
      ? []
      : [...failed].filter((id) => !suite.survey.gone.includes(id));
  } catch (error) {
    if (error instanceof UserError) return [];
    throw error;
  }
}

/** Names the command that records all requests of a replay again that no recording answered, in these case files. */
export function howToRecord(caseFiles: readonly string[], options: PlayOptions): string {
  const output = flag("--output", options.output);
  const flags = [...replayFlags(options), ...output, ...selectionFlags(options)];
  const command = ownCommand([
    "run",
    ...caseFiles,
    ...flags,
    "--last-failed",
    "--traffic",
    "update",
  ]);
  return `To record all that missed: ${command}`;
}

/** A sentence if there is no result of this suite. Throws what `readResult` throws. */
function failedIn(
  suite: Pick<SuiteFiles, "name" | "caseFile" | "output">,
  { root = workingPackage(), variant, shard }: LastFailedOptions,
): ReadonlySet<string> | string {
  const { name, caseFile, output } = suite;
  const { whole, partial } = new ResultPlace(output, {
    suite: name,
    ...(variant === undefined ? {} : { variant }),
    ...(shard === undefined ? {} : { shard }),
  });
  const files = [whole, partial].filter((file) => existsSync(onDisk(file)));
  if (files.length === 0) return `There is no result of ${caseFile}, which would be ${whole}.`;
  let failed: ReadonlySet<string> = new Set();
  // What a part of the suite came to corrects what was known of all of it, if it is later.
  for (const file of files.sort((one, other) => writtenAt(one) - writtenAt(other))) {
    const { header, cases } = openResult(file);
    const { case_file: of, traffic, failed_before: before } = header;
    if (resolve(absolute(root), of) !== absolute(caseFile))
      return `There is no result of ${caseFile}: ${file} is that of ${of}.`;
    const now = new Set(before ?? (file === partial ? failed : []));
    for (const result of cases) {
      if (keepsFromPassing(result, traffic)) now.add(result.id);
      else now.delete(result.id);
    }
    failed = now;
  }
  return failed;
}

function writtenAt(file: string): number {
  return statSync(onDisk(file)).mtimeMs;
}

/** A result, without its cases if the sums alone say that none failed. */
function openResult(file: string): {
  readonly header: ResultHeader;
  readonly cases: Iterable<CaseResult>;
} {
  const ends = readResultEnds(file);
  if (ends === undefined || (ends.failed_before ?? []).length > 0) return readResult(file);
  const { failed, errored, leftovers } = ends.summary;
  return failed + errored + leftovers === 0 ? { header: ends, cases: [] } : readResult(file);
}
