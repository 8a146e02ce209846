import type { Case } from "../../cases/case.ts";
import type { PlacedCase } from "../../cases/reading/read-cases.ts";
import type { TrialResult } from "../../results/result.ts";
import { trialsOf } from "./select-cases.ts";

/** A case that is being played, or waits for the cases before it. */
export interface OpenCase {
  readonly case: Case;
  /** Where it stands in the case file, from 1. */
  readonly line: number;
  /** How many trials it is to have. */
  readonly planned: number;
  /** How many of its trials were started; those that have finished are in `trials`. */
  started: number;
  readonly trials: TrialResult[];
  /** One for each of its trials that is being played. */
  readonly running: Set<AbortController>;
  /** Whether no more of its trials will be started. */
  decided: boolean;
}

/** At least how many more trials it takes to decide a case that has had these of those planned; 0 if it is decided. */
export type TrialsStillNeeded = (
  testCase: Case,
  trials: readonly TrialResult[],
  planned: number,
) => number;

/** At most this many cases that have finished wait for slower ones before them, so that memory is bounded. */
const LONGEST_WAIT = 4096;

/** The cases of a run, from the start of their first trial until they are taken out in the order of the file. */
export class CaseQueue {
  readonly #trials: number;
  readonly #needed: TrialsStillNeeded;
  /**
   * In the order of the file. No Map or Set: each time one of those outgrows its table, the old table goes on holding the
   * new one, and once garbage collection calls a table old, every case that comes after is kept as if it were in use.
   */
  readonly #open: OpenCase[] = [];
  /** Those that can start another trial, since one has finished. */
  readonly #reopened: OpenCase[] = [];
  #undecided = 0;

  /** `trials` is how often a case is played that does not say so itself; without `needed` that is always how often. */
  constructor(trials: number, needed: TrialsStillNeeded | undefined) {
    this.#trials = trials;
    this.#needed = needed ?? ((_, finished, planned) => planned - finished.length);
  }

  /** Whether the next case of the file has to wait for those before it. */
  get isFull(): boolean {
    return this.#open.length === LONGEST_WAIT;
  }

  /** Whether some case may come to need another trial. */
  get isUndecided(): boolean {
    return this.#undecided > 0;
  }

  /** Adds the next case of the file. */
  add({ case: testCase, line }: PlacedCase): OpenCase {
    const entry: OpenCase = {
      case: testCase,
      line,
      planned: trialsOf(testCase, this.#trials),
      started: 0,
      trials: [],
      running: new Set(),
      decided: false,
    };
    this.#open.push(entry);
    this.#undecided++;
    return entry;
  }

  /** Takes out a case that has come to need another trial; undefined if there is none. */
  nextReopened(): OpenCase | undefined {
    return this.#reopened.shift();
  }

  /** Whether to start another trial of a case: not while the trials at play could make it needless. */
  canStartTrial({ case: testCase, planned, started, trials }: OpenCase): boolean {
    return started < planned && started - trials.length < this.#needed(testCase, trials, planned);
  }

  /** Looks whether a case is decided, after trials of it were started or have finished. */
  decide(entry: OpenCase): void {
    const { case: testCase, planned, started, trials } = entry;
    if (entry.decided) return;
    entry.decided = started === planned || this.#needed(testCase, trials, planned) === 0;
    if (entry.decided) this.#undecided--;
  }

  /** Adds a trial that has finished to its case. */
  finish(entry: OpenCase, result: TrialResult): void {
    entry.trials.push(result);
    this.decide(entry);
    if (this.canStartTrial(entry)) this.#reopened.push(entry);
  }

  /** Takes out the cases that have finished, in the order of the file; at the end the others too. */
  *takeFinished(atEnd: boolean): Generator<OpenCase> {
    for (let [entry] = this.#open; entry !== undefined; [entry] = this.#open) {
      if (!atEnd && !hasFinished(entry)) return;
      this.#open.shift();
      yield entry;
    }
  }

  /** The cases that were not taken out and have a trial that has finished. */
  unfinished(): OpenCase[] {
    return this.#open.filter(({ trials }) => trials.length > 0);
  }

  /** Ends the trials that are being played. */
  abort(reason: Error): void {
    for (const { running } of this.#open)
      for (const controller of running) controller.abort(reason);
  }
}

/** Whether all trials that a case needs have finished. */
export function hasFinished({ decided, started, trials }: OpenCase): boolean {
  return decided && trials.length === started;
}
