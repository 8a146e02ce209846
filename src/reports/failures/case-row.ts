import { isDeepStrictEqual } from "node:util";
import type { CaseResult, TrialResult, Verdict } from "../../results/result.ts";
import { countCalls } from "../../trajectory/calls.ts";
import { activeAgents } from "../../trajectory/handoffs.ts";
import { largestK, type LargestK } from "../words/estimates.ts";
import { dollars, duration } from "../words/format.ts";
import { shownTrial } from "./explain-trial.ts";

/** A case in a list. Calls, cost and time are means over its trials without those that broke off. */
export interface CaseRow {
  readonly id: string;
  readonly verdict: Verdict;
  /** The verdict in words: `passed`, `4/5 passed, flaky`, `2/5 passed, 1 errored, flaky`, `2/2 passed, 3 not needed`. */
  readonly outcome: string;
  /** Why it was skipped. */
  readonly reason: string;
  /** The agents that had the conversation, in the first trial with the case's verdict. */
  readonly route: readonly string[];
  /** How many trials took other routes. */
  readonly otherRoutes: number;
  readonly trials: number;
  /** Undefined for a single trial. */
  readonly estimates: LargestK | undefined;
  readonly calls: string;
  readonly cost: string;
  readonly time: string;
}

export function caseRow(result: CaseResult): CaseRow {
  const { id, verdict, trials, reason = "" } = result;
  const [first] = trials;
  const shown = shownTrial(result) ?? first;
  const way = shown === undefined ? [] : routeOf(shown);
  const many = trials.length > 1;
  const whole = trials.filter((trial) => trial.verdict !== "errored");
  const counted = whole.length > 0 ? whole : trials;
  return {
    id,
    verdict,
    outcome: outcome(result),
    reason,
    route: way,
    otherRoutes: whole.filter(
      (trial) => shown?.verdict !== "errored" && !isDeepStrictEqual(routeOf(trial), way),
    ).length,
    trials: trials.length,
    estimates: many && result.estimates ? largestK(result.estimates) : undefined,
    ...(first === undefined
      ? { calls: "", cost: "", time: "" }
      : {
          calls: mean(counted, (trial) => countCalls(trial.steps)).toFixed(many ? 1 : 0),
          cost: counted.some(({ cost }) => cost === null)
            ? dollars(null)
            : dollars(mean(counted, ({ cost }) => cost ?? 0)),
          time: duration(mean(counted, (trial) => trial.duration_ms)),
        }),
  };
}

function routeOf({ steps, starting_agent: first }: TrialResult): string[] {
  return activeAgents(steps, first);
}

/** The verdict in words. */
export function outcome(result: CaseResult): string {
  const { verdict, trials, flaky = false, planned_trials: planned = 0 } = result;
  if (Math.max(trials.length, planned) < 2) return verdict;
  const count = (wanted: Verdict): number =>
    trials.filter((trial) => trial.verdict === wanted).length;
  const errored = count("errored");
  const spared = planned - trials.length;
  return [
    `${count("passed")}/${trials.length} passed`,
    ...(errored === 0 ? [] : [`${errored} errored`]),
    ...(spared > 0 ? [`${spared} not needed`] : []),
    ...(flaky ? ["flaky"] : []),
  ].join(", ");
}

function mean(trials: readonly TrialResult[], of: (trial: TrialResult) => number): number {
  return trials.reduce((sum, trial) => sum + of(trial), 0) / trials.length;
}
