import type { CaseResult, TrialResult, Verdict } from "../../results/result.ts";
import { countCalls } from "../../trajectory/calls.ts";
import { activeAgents } from "../../trajectory/handoffs.ts";
import { tokensOf } from "../../trajectory/tokens-of.ts";
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
  const shown = shownTrial(result) ?? trials[0];
  const way = shown === undefined ? [] : routeOf(shown);
  const many = trials.length > 1;
  const whole = trials.filter((trial) => trial.verdict !== "errored");
  const means = caseMeans(trials);
  return {
    id,
    verdict,
    outcome: outcome(result),
    reason,
    route: way,
    otherRoutes: whole.filter(
      (trial) => shown?.verdict !== "errored" && !isSameRoute(routeOf(trial), way),
    ).length,
    trials: trials.length,
    estimates: many && result.estimates ? largestK(result.estimates) : undefined,
    ...(means === undefined
      ? { calls: "", cost: "", time: "" }
      : {
          calls: means.calls.toFixed(many ? 1 : 0),
          cost: dollars(means.cost),
          time: duration(means.duration_ms),
        }),
  };
}

/** Means over the trials of a case without those that broke off, or over all if all did. */
export interface CaseMeans {
  readonly calls: number;
  /** Null if a provider did not report them. */
  readonly tokens: number | null;
  /** US dollars; null if a price is not known. */
  readonly cost: number | null;
  readonly duration_ms: number;
}

/** Undefined for a case without trials. */
export function caseMeans(trials: readonly TrialResult[]): CaseMeans | undefined {
  if (trials.length === 0) return undefined;
  const whole = trials.filter(({ verdict }) => verdict !== "errored");
  const counted = whole.length > 0 ? whole : trials;
  return {
    calls: mean(counted.map(({ steps }) => countCalls(steps))) ?? 0,
    tokens: mean(counted.map(({ usage }) => (usage === null ? null : tokensOf(usage)))),
    cost: mean(counted.map(({ cost }) => cost)),
    duration_ms: mean(counted.map((trial) => trial.duration_ms)) ?? 0,
  };
}

function mean(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  if (known.length < values.length) return null;
  return known.reduce((sum, value) => sum + value, 0) / known.length;
}

function isSameRoute(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((agent, index) => agent === other[index]);
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
