import type { Case } from "../../cases/case.ts";
import type { PlacedCase } from "../../cases/reading/read-cases.ts";
import type { TrialResult } from "../../results/result.ts";
import { caseFingerprint } from "./case-fingerprint.ts";
import { trialsOf } from "./select-cases.ts";

/** A case that is being played, or waits for those before it. */
export interface OpenCase {
  readonly case: Case;
  /** Where it stands in the case file, from 1. */
  readonly line: number;
  readonly planned: number;
  readonly fingerprint: string;
  /** How many of its trials were started. */
  started: number;
  /** Those that have finished. */
  readonly trials: TrialResult[];
  /** How they are written, each at its number. */
  readonly texts: Buffer[];
  /** One for each of its trials that is being played. */
  readonly running: Set<AbortController>;
  /** Whether no more of its trials will be started. */
  decided: boolean;
}

/** The least number of further trials that could decide a case; 0 if it is decided. It may be more than is left of the planned. */
export type TrialsStillNeeded = (
  testCase: Case,
  trials: readonly TrialResult[],
  planned: number,
) => number;

/** Bounds memory: at most this many cases wait for a slower one before them. */
const LONGEST_WAIT = 4096;

/** The cases of a run, from their first trial until they are taken out in the order of the file. */
export class CaseQueue {
  readonly #trials: number;
  readonly #needed: TrialsStillNeeded;
  /**
   * In the order of the file. Not a Map or Set: the table that one outgrows still points at the next, and once an old
   * table counts as long-lived for the garbage collector, every later case stays in memory.
   */
  readonly #open: OpenCase[] = [];
  /** Those that can start another trial because one has finished. */
  readonly #reopened: OpenCase[] = [];
  #undecided = 0;

  /** `trials` is for cases that do not say it themselves. Without `needed`, every planned trial is played. */
  constructor(trials: number, needed: TrialsStillNeeded | undefined) {
    this.#trials = trials;
    this.#needed = needed ?? ((_, finished, planned) => planned - finished.length);
  }

  get isFull(): boolean {
    return this.#open.length === LONGEST_WAIT;
  }

  /** Whether a case may still need another trial. */
  get isUndecided(): boolean {
    return this.#undecided > 0;
  }

  add({ case: testCase, line }: PlacedCase): OpenCase {
    const entry: OpenCase = {
      case: testCase,
      line,
      planned: trialsOf(testCase, this.#trials),
      fingerprint: caseFingerprint(testCase),
      started: 0,
      trials: [],
      texts: [],
      running: new Set(),
      decided: false,
    };
    this.#open.push(entry);
    this.#undecided++;
    return entry;
  }

  /** Takes out a case that can start another trial. */
  nextReopened(): OpenCase | undefined {
    return this.#reopened.shift();
  }

  /** Whether to start another trial of a case: not while the running ones may decide it. */
  canStartTrial({ case: testCase, planned, started, trials }: OpenCase): boolean {
    return started - trials.length < this.#needed(testCase, trials, planned);
  }

  /** Updates whether a case is decided, after trials of it were started or have finished. */
  decide(entry: OpenCase): void {
    const { case: testCase, planned, trials } = entry;
    if (entry.decided) return;
    entry.decided = this.#needed(testCase, trials, planned) === 0;
    if (entry.decided) this.#undecided--;
  }

  /** `text` is how the result is written. */
  finish(entry: OpenCase, result: TrialResult, text: Buffer): void {
    entry.trials.push(result);
    entry.texts[result.trial] = text;
    this.decide(entry);
    if (this.canStartTrial(entry)) this.#reopened.push(entry);
  }

  /** Takes out finished cases in the order of the file; at the end, the others too. */
  *takeFinished(atEnd: boolean): Generator<OpenCase> {
    for (let [entry] = this.#open; entry !== undefined; [entry] = this.#open) {
      if (!atEnd && !hasFinished(entry)) return;
      this.#open.shift();
      yield entry;
    }
  }

  /** The case with this id, if it was not taken out yet. */
  find(id: string): OpenCase | undefined {
    return this.#open.find((entry) => entry.case.id === id);
  }

  abort(reason: Error): void {
    for (const { running } of this.#open)
      for (const controller of running) controller.abort(reason);
  }
}

export function hasFinished({ decided, started, trials }: OpenCase): boolean {
  return decided && trials.length === started;
}
