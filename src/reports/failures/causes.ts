import type { CaseResult, TrialResult } from "../../results/result.ts";
import { listed } from "../../text/count.ts";

/** What went wrong in one or more cases. */
export interface Cause {
  /** Whether the agents failed, or the trials broke off. */
  readonly verdict: "failed" | "errored";
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
  readonly #byKey = new Map<string, GrowingCause>();
  readonly #most: number;
  /** How many cases have another cause. */
  beyond = 0;

  /** Keeps at most `most` causes, and only counts the cases of further ones. */
  constructor(most: number) {
    this.#most = most;
  }

  /**
   * A failed case has one cause, in however many ways its trials failed. Each way of breaking off is another cause,
   * since other cases suffer from the same outage or changed prompt.
   */
  add(result: CaseResult): void {
    const { verdict, trials } = result;
    if (trials.every((trial) => trial.verdict === "passed")) return;
    const failed = verdict === "passed" ? [] : groupByFailure(trials, "failed");
    if (failed.length > 0) this.#take("failed", failed, result);
    for (const mode of groupByFailure(trials, "errored")) this.#take("errored", [mode], result);
  }

  #take(verdict: Cause["verdict"], modes: readonly FailureMode[], first: CaseResult): void {
    const key = [verdict, ...modes.map(([trial]) => failureKey(trial)).sort()].join("\n\n");
    const known = this.#byKey.get(key);
    if (known !== undefined) {
      known.count++;
      if (known.ids.length < MOST_IDS) known.ids.push(first.id);
    } else if (this.#byKey.size < this.#most) {
      this.#byKey.set(key, { verdict, first, modes, ids: [first.id], count: 1 });
    } else this.beyond++;
  }

  /** In the order of their first cases. */
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

/** The checks before a trial broke off are not why it did. */
function failureKey({ error, checks }: TrialResult): string {
  if (error !== null)
    return [error.kind, error.miss?.cause ?? withoutIds(error.message)].join("\n");
  return checks
    .filter(({ verdict }) => verdict !== "passed")
    .map(({ check, turn, verdict, reason }) =>
      verdict === "errored" ? `${check}\n${causeOf(reason)}` : `${check}\n${turn ?? ""}\n${reason}`,
    )
    .join("\n\n");
}

/**
 * What a reason for no verdict shares with others of the same cause: a judge whose answers are no verdicts words each of
 * them otherwise.
 */
export function causeOf(reason: string): string {
  return withoutIds(reason.replace(/"[^"\\]*(?:\\.[^"\\]*)*"/g, '"…"'));
}

/** A provider's message repeats the id that it gives to each request. */
function withoutIds(message: string): string {
  return message.replace(
    /\b(?:req|chatcmpl|call)[-_]\w+|[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}|\b[\da-f]{16,}\b/gi,
    "·",
  );
}

const MOST_DESCRIBED = 3;

/** Describes the first trial of each failure mode of a case with so many `trials`, and names the others. */
export function describeFailures(
  modes: readonly FailureMode[],
  trials: number,
  describe: (trial: TrialResult, index: number) => readonly string[],
): string[] {
  const described = modes.slice(0, MOST_DESCRIBED).flatMap((mode, index) => {
    const lines = describe(mode[0], index);
    if (trials === 1) return lines;
    const which =
      mode.length === trials ? `all ${trials} trials` : `${trialsText([mode])} of ${trials}`;
    return [`In ${which}:`, ...lines.map((line) => `  ${line}`)];
  });
  const others = modes.slice(MOST_DESCRIBED);
  if (others.length === 0) return described;
  return [...described, `In ${trialsText(others)} it failed in other ways: see the result file.`];
}

/** `trial 2`, `trials 1, 2 and 5`. */
function trialsText(modes: readonly FailureMode[]): string {
  const numbers = modes
    .flat()
    .map(({ trial }) => trial)
    .sort((a, b) => a - b);
  return `${numbers.length === 1 ? "trial" : "trials"} ${listed(numbers)}`;
}
