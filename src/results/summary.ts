import { passHatK } from "../stats/pass-hat-k.ts";
import type { CaseResult, Summary, TokenUsage } from "./result.ts";

/** Adds up case results one by one, in memory that does not grow with them. */
export class SummaryBuilder {
  #cases = 0;
  readonly #verdicts = { passed: 0, failed: 0, errored: 0, skipped: 0 };
  /** How many cases passed c of n trials that count, by `c/n`. */
  readonly #outcomes = new Map<string, number>();
  #mostTrials = 0;
  #usage: TokenUsage | null = { prompt_tokens: 0, completion_tokens: 0, cached_tokens: 0 };
  #cost: number | null = 0;
  #leftovers = 0;

  add({ trials, verdict }: CaseResult): void {
    this.#cases++;
    if (verdict === "skipped") this.#verdicts.skipped++;
    let passed = 0;
    let counted = 0;
    for (const trial of trials) {
      this.#verdicts[trial.verdict]++;
      if (trial.verdict === "passed") passed++;
      if (trial.verdict === "passed" || trial.verdict === "failed") counted++;
      this.#usage = addUsage(this.#usage, trial.usage);
      this.#cost = this.#cost === null || trial.cost === null ? null : this.#cost + trial.cost;
      this.#leftovers += trial.leftovers.length;
    }
    if (trials.length === 0) return;
    this.#mostTrials = Math.max(this.#mostTrials, trials.length);
    const outcome = `${passed}/${counted}`;
    this.#outcomes.set(outcome, (this.#outcomes.get(outcome) ?? 0) + 1);
  }

  summary(): Summary {
    const { passed, failed, errored, skipped } = this.#verdicts;
    const ks = Array.from({ length: this.#mostTrials }, (_, index) => index + 1);
    const means = ks.map((k) => ({ k, ...this.#meanPassHatK(k) }));
    return {
      cases: this.#cases,
      trials: passed + failed + errored,
      passed,
      failed,
      errored,
      skipped,
      pass_rate: means[0]?.value ?? null,
      pass_hat_k: Object.fromEntries(means.map(({ k, value }) => [k, value])),
      too_few_trials: Object.fromEntries(
        means.filter(({ tooFew }) => tooFew > 0).map(({ k, tooFew }) => [k, tooFew]),
      ),
      usage: this.#usage,
      cost: this.#cost === null ? null : Number(this.#cost.toPrecision(12)),
      leftovers: this.#leftovers,
    };
  }

  #meanPassHatK(k: number): { value: number | null; tooFew: number } {
    let total = 0;
    let cases = 0;
    let tooFew = 0;
    for (const [outcome, count] of this.#outcomes) {
      const [passed = 0, trials = 0] = outcome.split("/").map(Number);
      const value = passHatK({ passed, trials }, k);
      if (value === undefined) tooFew += count;
      else {
        total += value * count;
        cases += count;
      }
    }
    return { value: cases === 0 ? null : total / cases, tooFew };
  }
}

/** The sum of two usages; null where either is not known. */
export function addUsage(one: TokenUsage | null, other: TokenUsage | null): TokenUsage | null {
  if (one === null || other === null) return null;
  return {
    prompt_tokens: one.prompt_tokens + other.prompt_tokens,
    completion_tokens: one.completion_tokens + other.completion_tokens,
    cached_tokens: one.cached_tokens + other.cached_tokens,
  };
}
