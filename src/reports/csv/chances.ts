import { countsOf } from "../../results/pass-estimates.ts";
import type { CaseResult, PassEstimates, SuiteEnd } from "../../results/result.ts";
import { csvCells, RECORD_END } from "./cells.ts";
import type { Cell } from "./cells.ts";

const COLUMNS = [
  "suite",
  "case",
  "passed",
  "trials",
  "planned_trials",
  "k",
  "pass_hat_k",
  "pass_hat_k_lower",
  "pass_hat_k_upper",
  "pass_at_k",
  "pass_at_k_lower",
  "pass_at_k_upper",
];

/** The head of `<suite>.chances.csv`, which has pass^k and pass@k with their 95 % intervals, a record for each case and k. */
export const CHANCES_RECORD_HEAD = csvCells(COLUMNS) + RECORD_END;

/** The records of a case; one without k where it was decided early, so that its trials are a biased sample. None where it had one trial. */
export function caseChanceRecords(suite: string, result: CaseResult): string {
  const { id, trials, planned_trials: planned = trials.length, estimates } = result;
  if (planned < 2) return "";
  const { passed, trials: counted } = countsOf(trials);
  return records([suite, id, passed, counted, planned], estimates);
}

/** The records of a suite, which name no case. */
export function suiteChanceRecords(suite: string, { summary }: SuiteEnd): string {
  const { passed, failed, saved } = summary;
  return records(
    [suite, "", passed, passed + failed, null],
    saved === undefined ? summary : undefined,
  );
}

function records(place: readonly Cell[], estimates: PassEstimates | undefined): string {
  const before = csvCells(place);
  return (estimates === undefined ? NOTHING_KNOWN : endings(estimates))
    .map((ending) => `${before},${ending}${RECORD_END}`)
    .join("");
}

const NOTHING_KNOWN = [",".repeat(COLUMNS.length - COLUMNS.indexOf("k") - 1)];

const known = new WeakMap<PassEstimates, readonly string[]>();

/** From `k` on, the same for all cases of the same counts. */
function endings(estimates: PassEstimates): readonly string[] {
  const { pass_hat_k: hats, pass_at_k: ats } = estimates;
  const { pass_hat_k_interval: hatEnds, pass_at_k_interval: atEnds } = estimates;
  let made = known.get(estimates);
  if (made === undefined) {
    const ks = Object.keys(hats);
    made = ks.map((k) => {
      const hat = [hats[k] ?? null, ...(hatEnds[k] ?? [null, null])];
      const at = [ats[k] ?? null, ...(atEnds[k] ?? [null, null])];
      return csvCells([Number(k), ...hat, ...at]);
    });
    if (ks.length === 0) made = NOTHING_KNOWN;
    known.set(estimates, made);
  }
  return made;
}
