import { countsOf } from "../results/pass-estimates.ts";
import type { CaseResult, PassEstimates, SuiteEnd } from "../results/result.ts";
import { csvCells, RECORD_END } from "./csv-cells.ts";
import type { Cell } from "./csv-cells.ts";

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
  const ks = Object.keys(estimates?.pass_hat_k ?? {});
  if (estimates === undefined || ks.length === 0)
    return csvCells([...place, ...COLUMNS.slice(place.length).map(() => null)]) + RECORD_END;
  return ks
    .map((k) => {
      const [low = null, high = null] = estimates.pass_hat_k_interval[k] ?? [];
      const [least = null, most = null] = estimates.pass_at_k_interval[k] ?? [];
      const hat = [estimates.pass_hat_k[k] ?? null, low, high];
      const at = [estimates.pass_at_k[k] ?? null, least, most];
      return csvCells([...place, Number(k), ...hat, ...at]) + RECORD_END;
    })
    .join("");
}
