import { suiteRate } from "../stats/rate.ts";
import type { Counts } from "../stats/counts.ts";
import { countsOf, ends, suiteEstimates } from "./pass-estimates.ts";
import type { CaseResult, Summary, TrialResult } from "./result.ts";
import { SpendingBuilder } from "./spending.ts";

/** Adds up case results one by one; of each only its counts are kept. */
export class SummaryBuilder {
  #cases = 0;
  readonly #verdicts = { passed: 0, failed: 0, errored: 0, skipped: 0 };
  readonly #counts: Counts[] = [];
  readonly #shared = new Map<string, Counts>();
  #mostTrials = 0;
  readonly #agents = new SpendingBuilder();
  readonly #judges = new SpendingBuilder();
  #leftovers = 0;
  #early = false;
  readonly #saved = { trials: 0, calls: 0 };

  add({ trials, verdict, planned_trials: planned }: CaseResult): void {
    this.#cases++;
    if (verdict === "skipped") this.#verdicts.skipped++;
    for (const trial of trials) {
      this.#verdicts[trial.verdict]++;
      this.#agents.addAll(trial.spending);
      this.#judges.addAll(trial.judges);
      this.#leftovers += trial.leftovers.length;
    }
    if (trials.length === 0) return;
    if (planned !== undefined) this.#saveTrials(planned - trials.length, trials);
    this.#mostTrials = Math.max(this.#mostTrials, trials.length);
    const counts = countsOf(trials);
    const key = `${counts.passed}/${counts.trials}`;
    const shared = this.#shared.get(key) ?? counts;
    this.#shared.set(key, shared);
    this.#counts.push(shared);
  }

  #saveTrials(saved: number, trials: readonly TrialResult[]): void {
    this.#early = true;
    const calls = trials.reduce((sum, { model_calls: made }) => sum + made, 0);
    this.#saved.trials += saved;
    this.#saved.calls += (saved * calls) / trials.length;
  }

  summary(): Summary {
    const { passed, failed, errored, skipped } = this.#verdicts;
    // Trials that were stopped by how they went would bias every estimate.
    const counts = this.#early ? [] : this.#counts;
    const rate = suiteRate(counts);
    const ks = Array.from({ length: this.#mostTrials }, (_, index) => index + 1);
    const tooFew = ks.map((k) => [k, counts.filter(({ trials }) => trials < k).length] as const);
    return {
      cases: this.#cases,
      trials: passed + failed + errored,
      passed,
      failed,
      errored,
      skipped,
      pass_rate: rate?.value ?? null,
      pass_rate_interval: ends(rate),
      ...suiteEstimates(counts, this.#mostTrials),
      too_few_trials: Object.fromEntries(tooFew.filter(([, count]) => count > 0)),
      usage: this.#agents.total.usage,
      cost: this.#agents.total.cost,
      spending: this.#agents.byModel(),
      judge_usage: this.#judges.total.usage,
      judge_cost: this.#judges.total.cost,
      judges: this.#judges.byModel(),
      leftovers: this.#leftovers,
      ...(this.#early
        ? { saved: { trials: this.#saved.trials, calls: Math.round(this.#saved.calls) } }
        : {}),
    };
  }
}
