import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { makeDirectory } from "../../text/make-directory.ts";
import { BaselineError } from "../../gate/baseline/baseline.ts";
import type { Baseline } from "../../gate/baseline/baseline.ts";
import { readBaseline, writeBaseline } from "../../gate/baseline/text.ts";
import { bless } from "../../gate/baseline/bless.ts";
import type { Blessed, Blessing } from "../../gate/baseline/bless.ts";
import { plural, listed } from "../../text/count.ts";
import { attempt, UsageError } from "../../runner/errors.ts";

/** Whose baseline is read, and what a file that is not there or cannot be used means. */
export interface LoadOptions {
  /** The command that writes it. */
  readonly blessing: string;
  /** False takes a missing file for none. */
  readonly required: boolean;
  /** True takes a file that cannot be used for none: it will be written anew. */
  readonly replaceable: boolean;
}

/** Reads a baseline; undefined where there is none and none is required. Throws UsageError, and BaselineError for one that cannot be used. */
export function loadBaseline(file: string, options: LoadOptions): Baseline | undefined {
  const { blessing, required, replaceable } = options;
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === "ENOENT";
    if (missing && !required) return undefined;
    throw new UsageError(
      missing
        ? `There is no baseline ${file}. Write one from a run that you trust: ${blessing}`
        : `The baseline ${file} could not be read: ${(error as Error).message}`,
      { cause: error },
    );
  }
  try {
    return readBaseline(text, file);
  } catch (error) {
    if (replaceable && error instanceof BaselineError) return undefined;
    throw error;
  }
}

/** What a run did not bring to its end, and so cannot be blessed. */
export interface Left {
  /** Cases of which a trial broke off. */
  readonly broken: readonly string[];
  readonly interrupted: boolean;
}

/** Writes the baseline that a run makes, in one step. Returns what is to be said of it, in lines. Throws UsageError, and what `bless` throws. */
export function saveBlessing(
  file: string,
  before: Baseline | undefined,
  blessing: Omit<Blessing, "today">,
  { broken, interrupted }: Left,
): string[] {
  if (interrupted) return [`Nothing was blessed, since the run was interrupted.`];
  if (blessing.cases.length === 0)
    return [`Nothing was blessed, since of every case a trial broke off.`];
  const today = new Date().toISOString().slice(0, 10);
  const blessed = bless(before, { ...blessing, today });
  const unfinished = `${file}.${process.pid}.unfinished`;
  attempt(`The baseline ${file} could not be written`, () => {
    makeDirectory(dirname(file));
    writeFileSync(unfinished, writeBaseline(blessed.baseline));
    renameSync(unfinished, file);
  });
  return blessedLines(file, blessing, blessed, broken);
}

const MOST_NAMED = 10;

function blessedLines(
  file: string,
  { cases }: Pick<Blessing, "cases">,
  { added, changed, unchanged, kept, removed }: Blessed,
  broken: readonly string[],
): string[] {
  const parts = [
    [added.length, "new"],
    [changed.length, "changed"],
    [unchanged, "unchanged"],
  ] as const;
  const counts = parts.filter(([count]) => count > 0).map(([count, what]) => `${count} ${what}`);
  const failing = cases.filter(({ passed, trials }) => passed < trials);
  const line = (what: string, ids: readonly string[]): string[] =>
    ids.length === 0 ? [] : [`  ${what} ${listed(ids, MOST_NAMED)}`];
  return [
    `Blessed ${plural(cases.length, "case")} in ${file}: ${listed(counts)}.`,
    ...line(
      `${failing.length} of them did not pass, and will be expected not to:`,
      failing.map(({ id, passed, trials }) => `${id} ${passed}/${trials}`),
    ),
    ...line(`${kept.length} kept from before, not being played to the end in this run:`, kept),
    ...line(`${removed.length} dropped, no longer in the case file:`, removed),
    ...line(`${broken.length} not blessed, since a trial broke off:`, broken),
  ];
}
