import { statSync } from "node:fs";
import type { Case } from "../../cases/case.ts";
import {
  expectedChecks,
  expectedNames,
  type ExpectedName,
  type PlacedName,
  type SuiteNames,
} from "../../cases/expected-names.ts";
import type { CustomCheckExpectation } from "../../cases/expectation.ts";
import type { PlacedCase } from "../../cases/reading/read-cases.ts";
import { canonicalJson } from "../../json/canonical.ts";
import type { Shard } from "../../results/result.ts";
import { attempt, UsageError } from "../errors.ts";
import { MissingFileError } from "../../text/missing-file.ts";
import { openCases } from "./open-cases.ts";
import { onDisk } from "../../text/from-start.ts";

/** Which cases of a file are played. */
export interface Selection {
  /** Matched against the id. */
  readonly pattern: RegExp | undefined;
  /** A case with any of these tags; empty for all. */
  readonly tags: readonly string[];
  readonly shard: Shard | undefined;
  /** Those with these ids; undefined for all. */
  readonly ids?: ReadonlySet<string> | undefined;
  /** By case file, the ids of the cases that failed in its last run; undefined if that does not matter. */
  readonly lastFailed?: ReadonlyMap<string, ReadonlySet<string>> | undefined;
  /** False refuses a case with `only`: in CI it would silently leave out all the others. */
  readonly allowOnly: boolean;
}

export const EVERY_CASE: Selection = {
  pattern: undefined,
  tags: [],
  shard: undefined,
  allowOnly: true,
};

/** The findings of a first reading of a case file. All but `total`, `gone` and `kept` are of the selected cases. */
export interface Survey extends SuiteNames {
  readonly file: string;
  readonly total: number;
  readonly selected: number;
  readonly skipped: number;
  /** Whether any case says `only`. */
  readonly only: boolean;
  /** How many trials they come to. */
  readonly trials: number;
  readonly tags: ReadonlySet<string>;
  /** Whether any of them has a world. */
  readonly worlds: boolean;
  /** Whether any of them names no program that is played in place of agents. */
  readonly needsAgents: boolean;
  /** The ids of cases that failed in the last run and are not in the file any more. */
  readonly gone: readonly string[];
  /** The checks of one's own in expectations, with the line on which each stands first. */
  readonly checks: readonly PlacedCheck[];
  /** All cases of the file, if it is small enough to be read only once. */
  readonly kept: readonly PlacedCase[] | undefined;
}

/** A check of one's own, and what it is given. */
export interface PlacedCheck extends CustomCheckExpectation {
  readonly line: number;
}

/** In bytes: about a thousand cases as people write them. */
const LARGEST_KEPT = 1024 ** 2;

/** Reads a case file to its end. Throws CaseFileError, and UsageError if it cannot be read or has no cases. */
export async function surveyCases(
  file: string,
  selection: Selection,
  trials: number,
): Promise<Survey> {
  const kept: PlacedCase[] | undefined = fileSize(file) <= LARGEST_KEPT ? [] : undefined;
  let total = 0;
  let only = false;
  let selects = selector(file, selection, only);
  let count = newCount();
  const gone = new Set(selection.lastFailed?.get(file));
  for await (const placed of openCases(file)) {
    const { case: testCase, line } = placed;
    kept?.push(placed);
    total++;
    gone.delete(testCase.id);
    if (testCase.only && !selection.allowOnly) {
      throw new UsageError(
        `${file}:${line}: "only" leaves out all other cases, and is refused because CI is set. Remove it, or select with -t.`,
      );
    }
    if (testCase.only && !only) {
      // None of the cases before it says `only`.
      only = true;
      selects = selector(file, selection, only);
      count = newCount();
    }
    if (!selects(testCase)) continue;
    count.selected++;
    count.trials += trialsOf(testCase, trials);
    for (const tag of testCase.tags) count.tags.add(tag);
    for (const key of Object.keys(testCase.context_variables)) count.given.add(key);
    count.worlds ||= testCase.world !== undefined;
    count.needsAgents ||= testCase.command === undefined;
    if (testCase.skip !== false) count.skipped++;
    else {
      for (const name of expectedNames(testCase)) addName(count.names, name, line);
      for (const check of expectedChecks(testCase)) addCheck(count.checks, check, line);
    }
  }
  if (total === 0) throw new UsageError(`${file} holds no cases.`);
  return {
    file,
    total,
    only,
    kept,
    ...count,
    gone: [...gone],
    names: [...count.names.values()],
    checks: [...count.checks.values()],
  };
}

/** Case files by their names; modules are cases by what they export, too. */
const CASE_FILE = /\.jsonl?$|\.cases\.m?[jt]s$/;

/** The size of a case file in bytes. Throws UsageError for a file that is missing, or a directory. */
function fileSize(file: string): number {
  const stats = attempt(`${file} could not be read`, () =>
    statSync(onDisk(file), { throwIfNoEntry: false }),
  );
  if (stats === undefined) throw new MissingFileError("case file", file, CASE_FILE);
  if (stats.isDirectory()) {
    throw new UsageError(
      `${file} is a directory. Name case files, such as ${file.replace(/\/$/, "")}/*.jsonl.`,
    );
  }
  return stats.size;
}

function newCount() {
  const [tags, given] = [new Set<string>(), new Set<string>()];
  const names = new Map<string, PlacedName>();
  const checks = new Map<string, PlacedCheck>();
  return {
    selected: 0,
    skipped: 0,
    trials: 0,
    worlds: false,
    needsAgents: false,
    tags,
    given,
    names,
    checks,
  };
}

function addName(names: Map<string, PlacedName>, expected: ExpectedName, line: number): void {
  const key = JSON.stringify(expected);
  if (!names.has(key)) names.set(key, { ...expected, line });
}

function addCheck(
  checks: Map<string, PlacedCheck>,
  check: CustomCheckExpectation,
  line: number,
): void {
  const key = canonicalJson(check);
  if (!checks.has(key)) checks.set(key, { ...check, line });
}

/** The selected cases of a surveyed file, in its order. */
export async function* selectCases(
  { file, only: hasOnly, kept }: Survey,
  selection: Selection,
  only = hasOnly,
): AsyncGenerator<PlacedCase> {
  const selects = selector(file, selection, only);
  for await (const placed of kept ?? openCases(file)) if (selects(placed.case)) yield placed;
}

/** Whether a case is selected; to be called with each case in the order of the file. */
function selector(
  file: string,
  { pattern, tags, shard, ids, lastFailed }: Selection,
  only: boolean,
): (testCase: Case) => boolean {
  let position = 0;
  const failed = lastFailed?.get(file);
  return ({ id, tags: own, only: chosen }) => {
    if (only && !chosen) return false;
    if (pattern !== undefined && !pattern.test(id)) return false;
    if (ids !== undefined && !ids.has(id)) return false;
    if (tags.length > 0 && !tags.some((tag) => own.includes(tag))) return false;
    if (shard !== undefined && position++ % shard.of !== shard.index - 1) return false;
    // A shard goes by its own last run, so it has the same cases again.
    return lastFailed === undefined || failed?.has(id) === true;
  };
}

/** How often a case is played: by its own `trials`, else by those of the run. */
export function trialsOf(testCase: Case, trials: number): number {
  return testCase.skip === false ? (testCase.trials ?? trials) : 0;
}
