import type { CaseResult, IntervalEnds, TrialResult, Verdict } from "../../results/result.ts";
import { shownTrial } from "./headline.ts";
import { dollars, duration, route } from "../words/format.ts";
import { callsOf } from "../../trajectory/calls.ts";

/** What a list of cases shows of one. Calls, cost and time are the mean of its trials, those that broke off aside. */
export interface CaseRow {
  readonly id: string;
  readonly verdict: Verdict;
  /** The verdict in words: `passed`, `4/5 passed`, `3/5 passed, 1 errored`, `2/2 passed, 3 not needed`. */
  readonly outcome: string;
  /** Why it was skipped. */
  readonly reason: string;
  /** Of the first trial with the case's verdict. */
  readonly route: string;
  /** How many trials went other ways. */
  readonly otherRoutes: number;
  readonly trials: number;
  /** pass^k for the largest k that is known. */
  readonly passHat: PassHat | undefined;
  readonly calls: string;
  readonly cost: string;
  readonly time: string;
}

/** The chance, from 0 to 1, that k fresh trials all pass. */
export interface PassHat {
  readonly k: number;
  readonly value: number;
  readonly interval: IntervalEnds | null;
}

/** Takes of a case what a list shows of it. */
export function caseRow(result: CaseResult): CaseRow {
  const { id, verdict, trials, reason = "" } = result;
  const [first] = trials;
  const shown = shownTrial(result) ?? first;
  const way = shown === undefined ? "" : route(shown);
  const many = trials.length > 1;
  const whole = trials.filter((trial) => trial.verdict !== "errored");
  const counted = whole.length > 0 ? whole : trials;
  return {
    id,
    verdict,
    outcome: outcome(result),
    reason,
    route: way,
    otherRoutes: whole.filter((trial) => shown?.verdict !== "errored" && route(trial) !== way)
      .length,
    trials: trials.length,
    passHat: many ? largestPassHat(result) : undefined,
    ...(first === undefined
      ? { calls: "", cost: "", time: "" }
      : {
          calls: mean(counted, (trial) => callsOf(trial.steps).length).toFixed(many ? 1 : 0),
          cost: meanCost(counted),
          time: duration(mean(counted, (trial) => trial.duration_ms)),
        }),
  };
}

/** What a case came to in words. */
export function outcome({ verdict, trials, planned_trials: planned = 0 }: CaseResult): string {
  if (Math.max(trials.length, planned) < 2) return verdict;
  const count = (wanted: Verdict): number =>
    trials.filter((trial) => trial.verdict === wanted).length;
  const errored = count("errored");
  const spared = planned - trials.length;
  return [
    `${count("passed")}/${trials.length} passed`,
    ...(errored === 0 ? [] : [`${errored} errored`]),
    ...(spared > 0 ? [`${spared} not needed`] : []),
  ].join(", ");
}

/** pass^k of a case for the largest k that it has trials for. */
function largestPassHat({ estimates }: CaseResult): PassHat | undefined {
  if (estimates === undefined) return undefined;
  const known = Object.entries(estimates.pass_hat_k).flatMap(([k, value]) =>
    value === null
      ? []
      : [{ k: Number(k), value, interval: estimates.pass_hat_k_interval[k] ?? null }],
  );
  return known.at(-1);
}

function meanCost(trials: readonly TrialResult[]): string {
  if (trials.some(({ cost }) => cost === null)) return dollars(null);
  return dollars(mean(trials, ({ cost }) => cost ?? 0));
}

function mean(trials: readonly TrialResult[], of: (trial: TrialResult) => number): number {
  return trials.reduce((sum, trial) => sum + of(trial), 0) / trials.length;
}
