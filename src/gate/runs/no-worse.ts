import type { NoWorse } from "../../results/comparison-result.ts";
import type { Counts } from "../../stats/counts.ts";
import type { PairedTrials } from "../../stats/sequential/allocation.ts";
import { NonInferiorityTest, type Look } from "../../stats/sequential/non-inferiority.ts";
import { commonCases } from "./compare-runs.ts";
import type { CaseTally, ComparableRun, ComparableRuns } from "./run-tally.ts";

/** By how much a candidate may be worse, and the level, which its candidates share. */
export interface NoWorseOptions {
  readonly margin: number;
  readonly alpha: number;
}

/** Each case is played as often in the first round: what it brings decides where the next trials go. */
const FIRST_ROUND = 2;

interface Candidate {
  readonly test: NonInferiorityTest;
  look: Look | undefined;
  looks: number;
}

/** Whether candidates are no worse than the first run, by rounds of trials that go where they tell most. */
export class NoWorseRounds {
  readonly #options: NoWorseOptions;
  readonly #candidates = new Map<string, Candidate>();
  /** By run and case, the trials of all rounds until now. */
  readonly #before = new Map<string, ReadonlyMap<string, CaseTally>>();
  /** By case, how many trials it is to have had at the end of the round that follows. */
  #targets: ReadonlyMap<string, number> | undefined;

  constructor(candidates: readonly string[], options: NoWorseOptions) {
    this.#options = { ...options, alpha: options.alpha / candidates.length };
    for (const label of candidates)
      this.#candidates.set(label, {
        test: new NonInferiorityTest(this.#options),
        look: undefined,
        looks: 0,
      });
  }

  /** Whether a run is played in the round that follows: the first as long as any other is. */
  isOpen(label: string): boolean {
    const isOpen = ({ look }: Candidate): boolean => (look?.verdict ?? "open") === "open";
    const candidate = this.#candidates.get(label);
    return candidate === undefined
      ? [...this.#candidates.values()].some(isOpen)
      : isOpen(candidate);
  }

  /** How many more trials a case is to have in this round. */
  readonly trialsStillNeeded = (
    { id }: { readonly id: string },
    trials: readonly unknown[],
    planned: number,
  ): number => {
    const target = this.#targets === undefined ? FIRST_ROUND : (this.#targets.get(id) ?? 0);
    return Math.max(0, Math.min(planned, target) - trials.length);
  };

  /** Takes in the trials of one more round. `isLast` says that none can follow. */
  look(runs: ComparableRuns, isLast: boolean): void {
    const [reference, ...others] = runs;
    const targets = new Map<string, number>();
    for (const run of others) {
      const candidate = this.#candidates.get(run.label);
      if (candidate === undefined || !this.isOpen(run.label)) continue;
      const ids = commonCases([reference, run]);
      const round = ids.map((id) => this.#ofRound(id, reference, run));
      const left = ids.map((id) => (isLast ? 0 : leftOf(id, reference, run)));
      candidate.look = candidate.test.look(round, left);
      candidate.looks += 1;
      if (candidate.look.verdict !== "open") continue;
      const next = candidate.test.next(left);
      ids.forEach((id, index) => {
        const target = playedOf(id, reference) + (next?.trials[index] ?? 0);
        targets.set(id, Math.max(target, targets.get(id) ?? 0));
      });
    }
    this.#targets = targets;
    for (const { label, tally } of runs) this.#before.set(label, new Map(tally.cases));
  }

  /** What all rounds came to, for each candidate; null if no case has trials of both that count. */
  results([reference, ...others]: ComparableRuns): (NoWorse | null)[] {
    return others.map((run) => {
      const { look, looks, test } = this.#candidates.get(run.label) as Candidate;
      const ids = commonCases([reference, run]);
      const trials =
        ids.reduce((sum, id) => sum + (run.tally.cases.get(id)?.counts.trials ?? 0), 0) /
        ids.length;
      if (look === undefined || !Number.isFinite(look.difference)) return null;
      const { verdict, difference, lower, upper, standardError } = look;
      const costs = [reference, run].map((one) => costPerTrial(one, ids));
      const [before = null, now = null] = costs;
      return {
        reference: reference.label,
        candidate: run.label,
        ...this.#options,
        // Nothing more can be expected of a test that was cut short.
        verdict: verdict === "open" ? "not certified" : verdict,
        difference,
        interval: [lower, upper].map((end) => Math.max(-1, Math.min(1, end))) as [number, number],
        cases: ids.length,
        looks,
        trials_per_case: trials,
        enough_trials_per_case:
          verdict === "certified" ? null : Math.ceil(trials * test.needed * standardError ** 2),
        cost_per_trial: { reference: before, candidate: now },
        saved_per_1000: before === null || now === null ? null : 1000 * (before - now),
      };
    });
  }

  /** The trials of a case since the last round. */
  #ofRound(id: string, one: ComparableRun, other: ComparableRun): PairedTrials {
    const of = ({ label, tally }: ComparableRun): Counts => {
      const now = tally.cases.get(id)?.counts ?? NONE;
      const before = this.#before.get(label)?.get(id)?.counts ?? NONE;
      return { passed: now.passed - before.passed, trials: now.trials - before.trials };
    };
    return { reference: of(one), candidate: of(other) };
  }
}

/** The same of runs that are what they are: all their trials are one round. */
export function oneLook(runs: ComparableRuns, options: NoWorseOptions): NoWorseRounds {
  const [, ...others] = runs;
  const rounds = new NoWorseRounds(
    others.map(({ label }) => label),
    options,
  );
  rounds.look(runs, true);
  return rounds;
}

const NONE: Counts = { passed: 0, trials: 0 };

function playedOf(id: string, { tally }: ComparableRun): number {
  const one = tally.cases.get(id);
  return one === undefined ? 0 : one.counts.trials + one.errored;
}

function leftOf(id: string, ...runs: readonly ComparableRun[]): number {
  return Math.min(
    ...runs.map((run) => (run.tally.cases.get(id)?.planned ?? 0) - playedOf(id, run)),
  );
}

/** The mean over the cases of what a trial of theirs costs, so that it does not matter which were played most. */
function costPerTrial({ tally }: ComparableRun, ids: readonly string[]): number | null {
  const costs = ids.flatMap((id) => {
    const one = tally.cases.get(id);
    return one === undefined || one.counts.trials === 0
      ? []
      : [one.cost === null ? NaN : one.cost / one.counts.trials];
  });
  const mean = costs.reduce((sum, cost) => sum + cost, 0) / costs.length;
  return Number.isFinite(mean) ? mean : null;
}
