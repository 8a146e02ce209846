import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { BaselineError, type Baseline } from "../../gate/baseline/baseline.ts";
import { readBaseline, writeBaseline } from "../../gate/baseline/text.ts";
import { bless, type Blessed, type Blessing } from "../../gate/baseline/bless.ts";
import type { SuiteEnd } from "../../results/result.ts";
import { attempt, UsageError } from "../../runner/errors.ts";
import { plural, listed } from "../../text/count.ts";
import { onDisk } from "../../text/from-start.ts";
import { makeDirectory } from "../../text/make-directory.ts";

/** What happens if a baseline is missing or unusable. */
export interface LoadOptions {
  /** The command that writes it. */
  readonly blessCommand: string;
  /** Whether a missing file is an error. */
  readonly required: boolean;
  /** Whether an unusable file is not an error: it will be written again. */
  readonly replaceable: boolean;
}

/** Reads a baseline; undefined if there is none. Throws UsageError, and BaselineError for one that cannot be used. */
export function loadBaseline(file: string, options: LoadOptions): Baseline | undefined {
  const { blessCommand, required, replaceable } = options;
  let text: string;
  try {
    text = readFileSync(onDisk(file), "utf8");
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === "ENOENT";
    if (missing && !required) return undefined;
    throw new UsageError(
      missing
        ? `There is no baseline ${file}. Write one from a run that you trust: ${blessCommand}`
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

/** Writes the baseline that a run makes. Returns what was done, in lines. Throws UsageError, and as `bless` does. */
export function saveBlessing(
  file: string,
  before: Baseline | undefined,
  blessing: Omit<Blessing, "today">,
  /** Cases with a trial that did not finish. */
  unfinished: readonly string[],
  stopped: SuiteEnd["stopped"],
): string[] {
  if (stopped === "interrupted") return ["Nothing was blessed: the run was interrupted."];
  if (blessing.cases.length === 0)
    return ["Nothing was blessed: every case had a trial that did not finish."];
  const today = new Date().toISOString().slice(0, 10);
  const blessed = bless(before, { ...blessing, today });
  const draft = `${file}.${process.pid}.unfinished`;
  attempt(`The baseline ${file} could not be written`, () => {
    makeDirectory(dirname(file));
    writeFileSync(onDisk(draft), writeBaseline(blessed.baseline));
    renameSync(onDisk(draft), onDisk(file));
  });
  return blessedLines(file, blessing, blessed, unfinished);
}

const MOST_NAMED = 10;

function blessedLines(
  file: string,
  { cases }: Pick<Blessing, "cases">,
  { added, changed, unchanged, kept, removed }: Blessed,
  unfinished: readonly string[],
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
    ...line(`${kept.length} kept from before, because this run did not finish them:`, kept),
    ...line(`${removed.length} dropped, no longer in the case file:`, removed),
    ...line(`${unfinished.length} not blessed, because a trial did not finish:`, unfinished),
  ];
}
