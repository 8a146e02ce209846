import type { Counts } from "../../stats/counts.ts";

/** The trials that later runs added to a case in a month, such as `2026-11`. */
export interface AddedTrials extends Counts {
  readonly month: string;
}

/** Models change behind their names: what they did longer ago says little. */
const MOST_MONTHS = 3;
/** More trials hardly sharpen what is known of a case. */
const ENOUGH_TRIALS = 60;

/** The trials of a case that a model answered in runs that were added; those that were blessed as long as none was. */
export function sampledCounts({
  passed,
  trials,
  added = [],
}: Counts & { readonly added?: readonly AddedTrials[] }): Counts {
  return added.length === 0 ? { passed, trials } : sumOf(added);
}

/**
 * The trials after another run of a day in ISO 8601. The newest months remain that have enough trials together, and none
 * that is too old.
 */
export function withRun(
  added: readonly AddedTrials[],
  run: Counts,
  today: string,
): readonly AddedTrials[] {
  const month = today.slice(0, 7);
  const last = added.find((one) => one.month === month);
  const { passed, trials } = sumOf([run, ...(last === undefined ? [] : [last])]);
  const oldest = monthsBefore(month, MOST_MONTHS);
  const others = added.filter((one) => one !== last && one.month > oldest);
  const all = [...others, { month, passed, trials }].sort((one, other) =>
    one.month < other.month ? -1 : 1,
  );
  return all.filter((_, index) => sumOf(all.slice(index + 1)).trials < ENOUGH_TRIALS);
}

function sumOf(all: readonly Counts[]): Counts {
  return {
    passed: all.reduce((sum, one) => sum + one.passed, 0),
    trials: all.reduce((sum, one) => sum + one.trials, 0),
  };
}

function monthsBefore(month: string, count: number): string {
  const date = new Date(`${month}-01T00:00:00Z`);
  date.setUTCMonth(date.getUTCMonth() - count);
  return date.toISOString().slice(0, 7);
}
