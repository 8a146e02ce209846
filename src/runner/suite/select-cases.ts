import { statSync } from "node:fs";
import type { Case } from "../../cases/case.ts";
import { expectedNames } from "../../cases/expected-names.ts";
import type { ExpectedName } from "../../cases/expected-names.ts";
import { readCases } from "../../cases/reading/read-cases.ts";
import type { PlacedCase } from "../../cases/reading/read-cases.ts";
import { missingFile, UsageError } from "../errors.ts";

/** Which cases of a file are played. */
export interface Selection {
  /** Matched against the id. */
  readonly pattern: RegExp | undefined;
  /** A case with any of these tags; empty for all. */
  readonly tags: readonly string[];
  /** This part of so many, both from 1. */
  readonly shard: { readonly index: number; readonly of: number } | undefined;
  /** False refuses a case with `only`: in CI it would silently leave out all the others. */
  readonly allowOnly: boolean;
}

/** Leaves out none. */
export const EVERY_CASE: Selection = {
  pattern: undefined,
  tags: [],
  shard: undefined,
  allowOnly: true,
};

/** What a first reading of a case file found. */
export interface Survey {
  readonly file: string;
  readonly total: number;
  readonly selected: number;
  readonly skipped: number;
  /** Whether any case says `only`. */
  readonly only: boolean;
  /** How many trials the selected cases come to. */
  readonly trials: number;
  /** Those of the selected cases. */
  readonly tags: ReadonlySet<string>;
  /** What the selected cases expect something of, with the line on which that is said first. */
  readonly names: ReadonlyMap<string, PlacedName>;
  /** All cases of a file that is small enough to be read only once. */
  readonly kept: readonly PlacedCase[] | undefined;
}

interface PlacedName extends ExpectedName {
  readonly line: number;
}

/** In bytes; of a thousand cases as people write them, or a few more. */
const LARGEST_KEPT = 1024 ** 2;

/** Reads a case file to its end before anything of it is played. Throws CaseFileError, and UsageError for a file without cases. */
export async function surveyCases(
  file: string,
  selection: Selection,
  trials: number,
): Promise<Survey> {
  let total = 0;
  let only = false;
  // Whether a case says `only` is known at the end: what is selected is counted both ways.
  const counts = {
    all: newCount(selector(selection, false)),
    only: newCount(selector(selection, true)),
  };
  const kept: PlacedCase[] | undefined = sizeOf(file) <= LARGEST_KEPT ? [] : undefined;
  for await (const placed of openCases(file)) {
    const { case: script, line } = placed;
    kept?.push(placed);
    total++;
    if (script.only && !selection.allowOnly) {
      throw new UsageError(
        `${file}:${line}: "only" leaves out all other cases, and is refused where CI is set. Remove it, or select with -t.`,
      );
    }
    only ||= script.only;
    for (const count of [counts.all, counts.only]) {
      if (!count.selects(script)) continue;
      count.selected++;
      count.trials += trialsOf(script, trials);
      for (const tag of script.tags) count.tags.add(tag);
      if (script.skip !== false) count.skipped++;
      else for (const name of expectedNames(script)) addName(count.names, name, line);
    }
  }
  const { selected, skipped, trials: played, tags, names } = only ? counts.only : counts.all;
  if (total === 0) throw new UsageError(`${file} holds no cases.`);
  return { file, total, selected, skipped, only, trials: played, tags, names, kept };
}

/** In bytes. What is wrong with a file that has none is said where it is read. */
function sizeOf(file: string): number {
  try {
    return statSync(file).size;
  } catch {
    return Infinity;
  }
}

function newCount(selects: (script: Case) => boolean) {
  const names = new Map<string, PlacedName>();
  return { selects, selected: 0, skipped: 0, trials: 0, tags: new Set<string>(), names };
}

function addName(names: Map<string, PlacedName>, expected: ExpectedName, line: number): void {
  const key = `${expected.of} ${expected.name}`;
  if (!names.has(key)) names.set(key, { ...expected, line });
}

/** The selected cases of a file that was surveyed, in its order. */
export async function* selectCases(
  { file, only: said, kept }: Survey,
  selection: Selection,
  only = said,
): AsyncGenerator<PlacedCase> {
  const selects = selector(selection, only);
  for await (const placed of kept ?? openCases(file)) if (selects(placed.case)) yield placed;
}

/** Says of each case, in the order of the file, whether it is selected. */
function selector({ pattern, tags, shard }: Selection, only: boolean): (script: Case) => boolean {
  let position = 0;
  return ({ id, tags: own, only: chosen }) => {
    if (only && !chosen) return false;
    if (pattern !== undefined && !pattern.test(id)) return false;
    if (tags.length > 0 && !tags.some((tag) => own.includes(tag))) return false;
    return shard === undefined || position++ % shard.of === shard.index - 1;
  };
}

async function* openCases(file: string): AsyncGenerator<PlacedCase> {
  try {
    yield* readCases(file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") throw missingFile("case file", file, /\.jsonl$/);
    if (code === "EISDIR")
      throw new UsageError(
        `${file} is a directory. Name case files, such as ${file.replace(/\/$/, "")}/*.jsonl.`,
      );
    if (code !== undefined)
      throw new UsageError(`${file} could not be read: ${(error as Error).message}`, {
        cause: error,
      });
    throw error;
  }
}

/** How often a case is played: as often as it says itself, else as often as the run says. */
export function trialsOf(script: Case, trials: number): number {
  return script.skip === false ? (script.trials ?? trials) : 0;
}
