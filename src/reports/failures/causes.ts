import type { CaseResult, TrialResult } from "../../results/result.ts";
import { listed, plural } from "../../text/count.ts";
import { failureKey } from "./failure-key.ts";

/** What went wrong in one or more cases. */
export interface Cause {
  /** Whether the agents failed, or the trials broke off. */
  readonly verdict: "failed" | "errored";
  /** Whether the cases passed nevertheless, as few enough of their trials failed. */
  readonly tolerated: boolean;
  /** The first case in which it went wrong. */
  readonly first: CaseResult;
  /** The trials of that case in which it did. */
  readonly modes: readonly FailureMode[];
  /** The cases in which it did, up to the thousandth. */
  readonly ids: readonly string[];
  readonly count: number;
}

/** Trials of a case in which the same went wrong. */
type FailureMode = readonly [TrialResult, ...TrialResult[]];

interface GrowingCause extends Omit<Cause, "ids" | "count"> {
  readonly ids: string[];
  count: number;
}

const MOST_IDS = 1000;

/** Gathers what went wrong, so that what many cases share is said once. One case is kept for each cause. */
export class Causes {
  readonly #fatal: CauseList;
  readonly #tolerated: CauseList;

  /** Keeps at most `most` causes of each kind, and only counts the cases of further ones. */
  constructor(most: number) {
    this.#fatal = new CauseList(most);
    this.#tolerated = new CauseList(most);
  }

  /**
   * A case that failed has one cause, in however many ways its trials failed. Each way of breaking off is another cause,
   * since other cases suffer from the same outage or changed prompt.
   */
  add(result: CaseResult): void {
    const { verdict, trials } = result;
    const tolerated = verdict === "passed";
    const failed = groupByFailure(trials, "failed");
    const list = tolerated ? this.#tolerated : this.#fatal;
    if (failed.length > 0) list.add({ verdict: "failed", tolerated, modes: failed, first: result });
    for (const mode of groupByFailure(trials, "errored"))
      this.#fatal.add({ verdict: "errored", tolerated: false, modes: [mode], first: result });
  }

  /** Why cases did not pass and trials broke off, in the order of their first cases. */
  get causes(): readonly Cause[] {
    return this.#fatal.causes;
  }

  /** How many cases have another cause. */
  get beyond(): number {
    return this.#fatal.beyond;
  }

  /** Why trials failed of cases that passed, in the order of their first cases. */
  get tolerated(): readonly Cause[] {
    return this.#tolerated.causes;
  }

  /** How many such cases have another cause. */
  get toleratedBeyond(): number {
    return this.#tolerated.beyond;
  }
}

class CauseList {
  readonly #byKey = new Map<string, GrowingCause>();
  readonly #most: number;
  beyond = 0;

  constructor(most: number) {
    this.#most = most;
  }

  add(cause: Omit<Cause, "ids" | "count">): void {
    const { verdict, modes, first } = cause;
    const key = [verdict, ...modes.map(([trial]) => failureKey(trial)).sort()].join("\n\n");
    const known = this.#byKey.get(key);
    if (known !== undefined) {
      known.count++;
      if (known.ids.length < MOST_IDS) known.ids.push(first.id);
    } else if (this.#byKey.size < this.#most) {
      this.#byKey.set(key, { ...cause, ids: [first.id], count: 1 });
    } else this.beyond++;
  }

  get causes(): readonly Cause[] {
    return [...this.#byKey.values()];
  }
}

/** The trials with a verdict, grouped by what went wrong. */
export function groupByFailure(
  trials: readonly TrialResult[],
  verdict: Cause["verdict"],
): FailureMode[] {
  const wrong = trials.filter((trial) => trial.verdict === verdict);
  return [...Map.groupBy(wrong, failureKey).values()] as [TrialResult, ...TrialResult[]][];
}

const MOST_DESCRIBED = 3;

/** Describes the first trial of each failure mode of a case with so many `trials`, and names the others. */
export function describeFailures(
  modes: readonly FailureMode[],
  trials: number,
  describe: (trial: TrialResult) => readonly string[],
): string[] {
  const described = modes.slice(0, MOST_DESCRIBED).flatMap((mode) => {
    const lines = describe(mode[0]);
    if (trials === 1) return lines;
    const which =
      mode.length === trials ? `all ${trials} trials` : `${trialsText([mode])} of ${trials}`;
    return [`In ${which}:`, ...lines.map((line) => `  ${line}`)];
  });
  const others = modes.slice(MOST_DESCRIBED);
  if (others.length === 0) return described;
  return [
    ...described,
    `… and ${plural(others.length, "more way")}, in ${trialsText(others)}: the HTML report shows each (--reporter html).`,
  ];
}

/** `trial 2`, `trials 1, 2 and 5`. */
function trialsText(modes: readonly FailureMode[]): string {
  const numbers = modes
    .flat()
    .map(({ trial }) => trial)
    .sort((a, b) => a - b);
  return `${numbers.length === 1 ? "trial" : "trials"} ${listed(numbers)}`;
}
