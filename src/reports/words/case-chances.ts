import { countsOf } from "../../results/pass-estimates.ts";
import type { ByK, CaseResult, PassEstimates } from "../../results/result.ts";
import type { Counts } from "../../stats/counts.ts";
import { countsText, estimate } from "./format.ts";
import { plural } from "../../text/count.ts";

/** What stands above the columns of `CaseChances`. */
export const CASE_CHANCES_HEAD = ["passed", "cases", "k", "pass^k", "pass@k"] as const;

const MOST_ROWS = 40;

interface Kind {
  readonly counts: Counts;
  readonly estimates: PassEstimates;
  cases: number;
}

/** pass^k and pass@k of single cases for each k: they are the same for cases of which as many trials passed, so that each such kind is told once. */
export class CaseChances {
  readonly #kinds = new Map<string, Kind>();

  add({ estimates, trials }: CaseResult): void {
    if (estimates === undefined) return;
    const counts = countsOf(trials);
    const key = countsText(counts);
    const kind = this.#kinds.get(key);
    if (kind !== undefined) kind.cases++;
    else if (counts.trials > 0) this.#kinds.set(key, { counts, estimates, cases: 1 });
  }

  /** Kinds that passed most often first, a row for each k, no more than can be read. */
  rows(): string[][] {
    return this.#all().slice(0, MOST_ROWS);
  }

  /** How many rows there are beside; empty where that is none. */
  more(): string {
    const left = this.#all().length - MOST_ROWS;
    return left > 0 ? `… and ${plural(left, "more row")}, in the result file.` : "";
  }

  #all(): string[][] {
    const rate = ({ counts }: Kind): number => counts.passed / counts.trials;
    return [...this.#kinds.values()]
      .sort((one, other) => rate(other) - rate(one) || other.counts.trials - one.counts.trials)
      .flatMap(({ counts, estimates, cases }) =>
        chanceRows(estimates).map(([k, ...chances], index) => [
          ...(index === 0 ? [countsText(counts), String(cases)] : ["", ""]),
          k,
          ...chances,
        ]),
      );
  }
}

/** Of more ks than so many the tens are shown, and the last. */
const ALL_SHOWN = 10;

/** The ks that are shown of those there are. */
export function shownKs(byK: ByK<number>): string[] {
  const ks = Object.keys(byK);
  return ks.filter(
    (k, index) => index < ALL_SHOWN || Number(k) % 10 === 0 || index === ks.length - 1,
  );
}

/** For each k that is shown, it and both chances with their intervals. */
export function chanceRows(
  estimates: PassEstimates,
): (readonly [k: string, hat: string, at: string])[] {
  const { pass_hat_k: hats, pass_at_k: ats } = estimates;
  const { pass_hat_k_interval: hatEnds, pass_at_k_interval: atEnds } = estimates;
  return shownKs(hats).map((k) => [
    k,
    estimate(hats[k] ?? null, hatEnds[k] ?? null),
    estimate(ats[k] ?? null, atEnds[k] ?? null),
  ]);
}
