import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { BaselineError, type Baseline } from "../../gate/baseline/baseline.ts";
import { readBaseline, writeBaseline } from "../../gate/baseline/text.ts";
import { sampledCounts } from "../../gate/baseline/added-runs.ts";
import { bless, type Blessed, type Blessing } from "../../gate/baseline/bless.ts";
import { grow, type Grown } from "../../gate/baseline/grow.ts";
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

/** How a run ended whose cases are blessed. */
interface BlessedRun {
  readonly end: Pick<SuiteEnd, "stopped" | "gate">;
  /** Cases with a trial that did not finish. */
  readonly unfinished: readonly string[];
}

/** Writes the baseline that a run makes. Returns what was done, in lines. Throws UsageError, and as `bless` does. */
export function saveBlessing(
  file: string,
  before: Baseline | undefined,
  blessing: Omit<Blessing, "today">,
  { end, unfinished }: BlessedRun,
): string[] {
  const nothing = nothingToKeep(blessing, end);
  if (nothing !== undefined) return [`Nothing was blessed: ${nothing}`];
  const blessed = bless(before, { ...blessing, today: today() });
  write(file, blessed.baseline);
  return blessedLines(file, blessing, blessed, unfinished);
}

/** Writes the baseline to which the trials of a run are added. Returns what was done, in lines. Throws as `saveBlessing`. */
export function addRun(
  file: string,
  before: Baseline | undefined,
  blessing: Omit<Blessing, "today">,
  { end, unfinished }: BlessedRun,
): string[] {
  const nothing = nothingToKeep(blessing, end);
  if (nothing !== undefined) return [`Nothing was added to the baseline: ${nothing}`];
  if (end.gate?.verdict === "regressed")
    return [
      `Nothing was added to ${file}: what got worse would become what is expected. Mend it; or, if it is to stay, bless without --add.`,
    ];
  const grown = grow(before, { ...blessing, today: today() });
  write(file, grown.baseline);
  return grownLines(file, grown, unfinished);
}

function nothingToKeep(
  { cases }: Pick<Blessing, "cases">,
  { stopped }: Pick<SuiteEnd, "stopped">,
): string | undefined {
  if (stopped === "interrupted") return "the run was interrupted.";
  return cases.length === 0 ? "every case had a trial that did not finish." : undefined;
}

function today(): string {
  return new Date().toISOString().slice(0, 10);
}

function write(file: string, baseline: Baseline): void {
  const draft = `${file}.${process.pid}.unfinished`;
  attempt(`The baseline ${file} could not be written`, () => {
    makeDirectory(dirname(file));
    writeFileSync(onDisk(draft), writeBaseline(baseline));
    renameSync(onDisk(draft), onDisk(file));
  });
}

function grownLines(
  file: string,
  { grown, begun, agents, kept, removed }: Grown,
  unfinished: readonly string[],
): string[] {
  const counts = [...grown, ...begun].map((one) => sampledCounts(one).trials);
  const [least, most] = [Math.min(...counts), Math.max(...counts)];
  const trials = least === most ? plural(most, "trial") : `${least} to ${most} trials`;
  const changed = agents.length === 0 ? "" : ` (changed: ${agents.join(", ")})`;
  return [
    `Added ${plural(grown.length + begun.length, "case")} to ${file}, which now has ${trials} of each.`,
    ...line(
      `${begun.length} began anew, because they are new or what they depend on changed${changed}:`,
      begun.map(({ id }) => id),
    ),
    ...line(`${kept.length} kept from before, because this run did not finish them:`, kept),
    ...line(`${removed.length} dropped, no longer in the case file:`, removed),
    ...line(`${unfinished.length} not added, because a trial did not finish:`, unfinished),
  ];
}

function line(what: string, ids: readonly string[]): string[] {
  return ids.length === 0 ? [] : [`  ${what} ${listed(ids, MOST_NAMED)}`];
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
