import type { CaseResult, TrialResult } from "../../results/result.ts";
import { listed } from "../../text/count.ts";

/** What went wrong in one or more cases. */
export interface Cause {
  /** Whether the agents did it, or the trials broke off. */
  readonly verdict: "failed" | "errored";
  /** The first case in which it went wrong. */
  readonly first: CaseResult;
  /** Its trials in which it did, those together that did so in the same way. */
  readonly ways: readonly Way[];
  /** The cases in which it did, up to the thousandth. */
  readonly ids: readonly string[];
  readonly count: number;
}

/** Trials in which the same went wrong. */
type Way = readonly [TrialResult, ...TrialResult[]];

interface Kept extends Omit<Cause, "ids" | "count"> {
  readonly ids: string[];
  count: number;
}

const MOST_IDS = 1000;

/** Gathers what went wrong in cases, so that what went wrong in many is said once. Of each cause one case is kept. */
export class Causes {
  readonly #byKey = new Map<string, Kept>();
  readonly #most: number;
  #beyond = 0;

  /** Tells so many causes apart, and only counts the cases of further ones. */
  constructor(most: number) {
    this.#most = most;
  }

  /**
   * What a case failed by is one cause, in however many ways its trials did. What broke off is one cause for each way,
   * whatever else happened in the case: it is the outage, or the changed prompt, that other cases suffer from too.
   */
  add(result: CaseResult): void {
    const { verdict, trials } = result;
    if (trials.every((trial) => trial.verdict === "passed")) return;
    const failed = verdict === "passed" ? [] : waysOf(trials, "failed");
    if (failed.length > 0) this.#take("failed", failed, result);
    for (const way of waysOf(trials, "errored")) this.#take("errored", [way], result);
  }

  #take(verdict: Cause["verdict"], ways: readonly Way[], first: CaseResult): void {
    const key = [verdict, ...ways.map(([trial]) => causeKey(trial)).sort()].join("\n\n");
    const known = this.#byKey.get(key);
    if (known !== undefined) {
      known.count++;
      if (known.ids.length < MOST_IDS) known.ids.push(first.id);
    } else if (this.#byKey.size < this.#most) {
      this.#byKey.set(key, { verdict, first, ways, ids: [first.id], count: 1 });
    } else this.#beyond++;
  }

  /** In the order of their first cases. */
  get causes(): readonly Cause[] {
    return [...this.#byKey.values()];
  }

  /** How many cases have another cause. */
  get beyond(): number {
    return this.#beyond;
  }
}

/** The trials of a verdict, those together in which the same went wrong. */
export function waysOf(trials: readonly TrialResult[], verdict: Cause["verdict"]): Way[] {
  const ways = new Map<string, [TrialResult, ...TrialResult[]]>();
  for (const trial of trials) {
    if (trial.verdict !== verdict) continue;
    const key = causeKey(trial);
    const way = ways.get(key);
    if (way === undefined) ways.set(key, [trial]);
    else way.push(trial);
  }
  return [...ways.values()];
}

/** The same for trials in which the same went wrong. What was found before a trial broke off is not why it did. */
function causeKey({ error, checks }: TrialResult): string {
  if (error !== null)
    return [error.kind, error.miss?.cause ?? withoutIds(error.message)].join("\n");
  return checks
    .filter(({ verdict }) => verdict !== "passed")
    .map(({ check, turn, reason }) => `${check}\n${turn ?? ""}\n${reason}`)
    .join("\n\n");
}

/** A provider gives every request an id of its own, which it repeats in what it says of it. */
function withoutIds(message: string): string {
  return message.replace(
    /\b(?:req|chatcmpl|call)[-_]\w+|[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}|\b[\da-f]{16,}\b/gi,
    "·",
  );
}

/** Of a case that went wrong in more ways the first ones are told. */
const MOST_WAYS = 3;

/** Tells the first trial of each way in which a case of so many trials went wrong, and in which others it did so too. */
export function tellWays(
  ways: readonly Way[],
  trials: number,
  tell: (trial: TrialResult, index: number) => readonly string[],
): string[] {
  const told = ways.slice(0, MOST_WAYS).flatMap((way, index) => {
    const said = tell(way[0], index);
    if (trials === 1) return said;
    const which =
      way.length === trials ? `all ${trials} trials` : `${trialsText([way])} of ${trials}`;
    return [`In ${which}:`, ...said.map((line) => `  ${line}`)];
  });
  const more = ways.slice(MOST_WAYS);
  if (more.length === 0) return told;
  return [...told, `In ${trialsText(more)} it failed otherwise: see the result file.`];
}

/** `trial 2`, `trials 1, 2 and 5`. */
function trialsText(ways: readonly Way[]): string {
  const numbers = ways
    .flat()
    .map(({ trial }) => trial)
    .sort((a, b) => a - b);
  return `${numbers.length === 1 ? "trial" : "trials"} ${listed(numbers)}`;
}
