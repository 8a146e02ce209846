import type { Counts } from "../stats/counts.ts";
import { passAtK, passHatK } from "../stats/pass/case-curve.ts";
import { suiteRate } from "../stats/pass/rate.ts";
import { countsOf, ends, suiteEstimates } from "./pass-estimates.ts";
import type {
  CaseResult,
  FaultsSummary,
  PassEstimates,
  SimulatedUserResult,
  SimulatedUsersSummary,
  Summary,
  TrialResult,
  UserEnd,
} from "./result.ts";
import { SpendingBuilder } from "./spending.ts";

/** Cases with the same counts: thousands of cases are of few kinds. */
interface Kind {
  readonly counts: Counts;
  cases: number;
}

/** Adds up case results one by one; only their counts are kept. */
export class SummaryBuilder {
  #cases = 0;
  readonly #verdicts = { passed: 0, failed: 0, errored: 0, skipped: 0 };
  readonly #counts: Counts[] = [];
  readonly #kinds = new Map<string, Kind>();
  #mostTrials = 0;
  readonly #agents = new SpendingBuilder();
  readonly #judges = new SpendingBuilder();
  readonly #users = new SpendingBuilder();
  #userEnds: Record<UserEnd, number> | undefined;
  #userFaults = 0;
  #leftovers = 0;
  #flaky = 0;
  #early = false;
  #faults: Record<keyof FaultsSummary, number> | undefined;
  readonly #saved = { trials: 0, calls: 0 };
  readonly #followed = { cases: 0, trials: 0 };

  add({
    trials,
    verdict,
    flaky = false,
    planned_trials: planned,
    first_trials: first = trials.length,
  }: CaseResult): void {
    this.#cases++;
    if (flaky) this.#flaky++;
    if (verdict === "skipped") this.#verdicts.skipped++;
    for (const trial of trials) {
      this.#verdicts[trial.verdict]++;
      this.#agents.addAll(trial.spending);
      this.#judges.addAll(trial.judges);
      if (trial.faults !== undefined) this.#addFaults(trial.faults);
      if (trial.simulated_user !== undefined) this.#addUser(trial.simulated_user, trial);
      this.#leftovers += trial.leftovers.length;
    }
    if (trials.length === 0) return;
    if (planned !== undefined) this.#saveTrials(planned - trials.length, trials);
    if (first < trials.length) {
      this.#followed.cases++;
      this.#followed.trials += trials.length - first;
    }
    this.#mostTrials = Math.max(this.#mostTrials, first);
    const counts = countsOf(trials.slice(0, first));
    const key = `${counts.passed}/${counts.trials}`;
    const kind = this.#kinds.get(key) ?? { counts, cases: 0 };
    if (kind.cases++ === 0) this.#kinds.set(key, kind);
    this.#counts.push(kind.counts);
  }

  #addUser({ end, spending }: SimulatedUserResult, { error }: TrialResult): void {
    this.#users.addAll(spending);
    this.#userEnds ??= { goal_reached: 0, gave_up: 0, max_turns: 0 };
    if (end !== null) this.#userEnds[end]++;
    if (error?.kind === "user_fault") this.#userFaults++;
  }

  #addFaults(faults: NonNullable<TrialResult["faults"]>): void {
    this.#faults ??= {
      reached: 0,
      recovered: 0,
      not_recovered: 0,
      told_otherwise: 0,
      never_reached: 0,
    };
    for (const { turn, outcome } of faults) {
      if (turn !== null) this.#faults.reached++;
      if (outcome !== null) this.#faults[outcome]++;
    }
  }

  #userSums(): SimulatedUsersSummary | undefined {
    if (this.#userEnds === undefined) return undefined;
    const { usage, cost } = this.#users.total;
    const spending = this.#users.byModel();
    return { ends: { ...this.#userEnds }, faults: this.#userFaults, usage, cost, spending };
  }

  #saveTrials(saved: number, trials: readonly TrialResult[]): void {
    this.#early = true;
    const calls = trials.reduce((sum, { model_calls: made }) => sum + made, 0);
    this.#saved.trials += saved;
    this.#saved.calls += (saved * calls) / trials.length;
  }

  /** The intervals take some time: about 0.2 s for 10,000 cases. */
  summary(): Summary {
    // Trials that were stopped because of how they went would bias every estimate.
    const counts = this.#early ? [] : this.#counts;
    const rate = suiteRate(counts);
    return {
      ...this.#sums(),
      pass_rate: rate?.value ?? null,
      pass_rate_interval: ends(rate),
      ...suiteEstimates(counts, this.#mostTrials),
    };
  }

  /** The summary without intervals, in a time that does not grow with the suite. */
  soFar(): Summary {
    const kinds = this.#early ? [] : [...this.#kinds.values()];
    const ks = this.#ks();
    const means = (of: (counts: Counts, k: number) => number | undefined) =>
      Object.fromEntries(ks.map((k) => [k, meanOver(kinds, (counts) => of(counts, k))]));
    const none = Object.fromEntries(ks.map((k) => [k, null]));
    return {
      ...this.#sums(),
      pass_rate: meanOver(kinds, (counts) => passHatK(counts, 1)),
      pass_rate_interval: null,
      pass_hat_k: means(passHatK),
      pass_hat_k_interval: none,
      pass_at_k: means(passAtK),
      pass_at_k_interval: none,
    };
  }

  #sums(): Omit<Summary, "pass_rate" | "pass_rate_interval" | keyof PassEstimates> {
    const { passed, failed, errored, skipped } = this.#verdicts;
    const users = this.#userSums();
    return {
      cases: this.#cases,
      trials: passed + failed + errored,
      passed,
      failed,
      errored,
      skipped,
      flaky: this.#flaky,
      too_few_trials: this.#tooFewTrials(),
      usage: this.#agents.total.usage,
      cost: this.#agents.total.cost,
      spending: this.#agents.byModel(),
      judge_usage: this.#judges.total.usage,
      judge_cost: this.#judges.total.cost,
      judges: this.#judges.byModel(),
      leftovers: this.#leftovers,
      ...(users === undefined ? {} : { simulated_users: users }),
      ...(this.#faults === undefined ? {} : { faults: { ...this.#faults } }),
      ...(this.#early
        ? { saved: { trials: this.#saved.trials, calls: Math.round(this.#saved.calls) } }
        : {}),
      ...(this.#followed.cases > 0 ? { followed: { ...this.#followed } } : {}),
    };
  }

  #ks(): number[] {
    return Array.from({ length: this.#mostTrials }, (_, index) => index + 1);
  }

  #tooFewTrials(): Record<string, number> {
    if (this.#early) return {};
    const fewer = (k: number): number =>
      [...this.#kinds.values()]
        .filter(({ counts }) => counts.trials < k)
        .reduce((sum, { cases }) => sum + cases, 0);
    const counted = this.#ks().map((k) => [k, fewer(k)] as const);
    return Object.fromEntries(counted.filter(([, count]) => count > 0));
  }
}

/** The mean over the cases that have a value; null if none has. */
function meanOver(
  kinds: readonly Kind[],
  of: (counts: Counts) => number | undefined,
): number | null {
  let sum = 0;
  let count = 0;
  for (const { counts, cases } of kinds) {
    const value = of(counts);
    if (value === undefined) continue;
    sum += cases * value;
    count += cases;
  }
  return count === 0 ? null : Math.min(1, sum / count);
}
