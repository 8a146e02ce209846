import { countsOf } from "../../results/pass-estimates.ts";
import type { CaseResult, ResultHeader, SuiteEnd, TrialResult } from "../../results/result.ts";
import type { Counts } from "../../stats/counts.ts";
import { tokensOf } from "../../trajectory/tokens-of.ts";
import { trialScores } from "../baseline/scores.ts";
import { judgesOf } from "../baseline/models.ts";
import { routingOf, type RoutingDecision } from "../../trajectory/routing.ts";

/** What a comparison keeps of a case in one run. Sums are over the trials that count; errored ones do not. */
export interface CaseTally {
  readonly tags: readonly string[];
  readonly counts: Counts;
  readonly errored: number;
  /** How many trials were planned. */
  readonly planned: number;
  readonly fingerprint: string | undefined;
  /** The models that were asked. */
  readonly models: readonly string[];
  readonly judges: readonly string[];
  /** Why the first errored trial broke off. */
  readonly firstError: string | undefined;
  /** Recordings that nothing asked for. */
  readonly leftovers: number;
  readonly calls: number;
  /** Null if a provider did not report them. */
  readonly tokens: number | null;
  /** US dollars; null if a price is not known. */
  readonly cost: number | null;
  readonly durations: readonly number[];
  readonly routed: readonly RoutingDecision[];
  /** By the name of a check of one's own, the mean of what it measured. */
  readonly scores: Readonly<Record<string, number>>;
}

/** A run that is compared with others. */
export interface ComparableRun {
  /** Its name among the others. */
  readonly label: string;
  readonly header: ResultHeader;
  /** Its result file. */
  readonly file: string;
  readonly stopped: SuiteEnd["stopped"];
  readonly tally: RunTally;
}

/** The first run is the one that the others are compared with. */
export type ComparableRuns = readonly [ComparableRun, ...ComparableRun[]];

/** Observes a run for a comparison. */
export class RunTally {
  readonly cases = new Map<string, CaseTally>();

  caseFinished(one: CaseResult): void {
    const { id, tags, trials, fingerprint, planned_trials: planned = trials.length } = one;
    if (trials.length === 0) return;
    const counted = trials.filter(({ verdict }) => verdict === "passed" || verdict === "failed");
    this.cases.set(id, {
      tags,
      counts: countsOf(trials),
      errored: trials.length - counted.length,
      planned,
      fingerprint,
      models: [...new Set(trials.flatMap(({ spending }) => Object.keys(spending)))],
      judges: judgesOf(trials),
      firstError: firstErrorOf(trials),
      leftovers: trials.reduce((sum, { leftovers }) => sum + leftovers.length, 0),
      calls: counted.reduce((sum, { model_calls: calls }) => sum + calls, 0),
      tokens: total(counted, ({ usage }) => usage && tokensOf(usage)),
      cost: total(counted, ({ cost }) => cost),
      durations: counted.map(({ duration_ms: took }) => took),
      routed: counted.flatMap(routingOf),
      scores: trialScores(counted),
    });
  }
}

function firstErrorOf(trials: readonly TrialResult[]): string | undefined {
  const broken = trials.find(({ verdict }) => verdict === "errored");
  const unjudged = broken?.checks.find(({ verdict }) => verdict === "errored");
  return broken?.error?.message ?? unjudged?.reason;
}

/** The sum over the items; null if it is null for one. */
export function total<Item>(
  items: readonly Item[],
  of: (item: Item) => number | null,
): number | null {
  return items.reduce<number | null>((sum, item) => {
    const one = of(item);
    return sum === null || one === null ? null : sum + one;
  }, 0);
}
