import type { Case } from "../../cases/case.ts";
import type { PlacedCase } from "../../cases/reading/read-cases.ts";
import type { TrialResult } from "../../results/result.ts";
import { trialsOf } from "./select-cases.ts";

/** A case that is being played, or waits to be handed on. */
export interface OpenCase {
  readonly case: Case;
  /** Where it stands in the case file, from 1. */
  readonly line: number;
  /** How many trials it is to have. */
  readonly planned: number;
  /** How many of its trials were begun; those that have finished are in `trials`. */
  begun: number;
  readonly trials: TrialResult[];
  /** Those of its trials that are at play. */
  readonly playing: Set<AbortController>;
  /** Whether no more of its trials will be begun. */
  decided: boolean;
}

/** How many more trials it takes at least to decide a case that has had these of those planned; 0 where it is decided. */
export type Undecided = (script: Case, trials: readonly TrialResult[], planned: number) => number;

/** Cases that have finished wait for slower ones before them; no more than so many, so that memory has an end. */
const LONGEST_WAIT = 4096;

/** The cases of a run, from the beginning of their first trial until they are handed on in the order of the file. */
export class CaseQueue {
  readonly #trials: number;
  readonly #missing: Undecided;
  /**
   * In the order of the file. No Map or Set: each time one of those outgrows its table, the old table goes on holding the
   * new one, and once garbage collection calls a table old, every case that comes after is kept as if it were in use.
   */
  readonly #open: OpenCase[] = [];
  /** Those of which another trial can be begun, since one has finished. */
  readonly #again: OpenCase[] = [];
  #undecided = 0;

  /** `trials` is how often a case is played that does not say so itself; without `undecided` that is always so often. */
  constructor(trials: number, undecided: Undecided | undefined) {
    this.#trials = trials;
    this.#missing = undecided ?? ((_, finished, planned) => planned - finished.length);
  }

  /** Whether the next case of the file has to wait for those before it. */
  get isFull(): boolean {
    return this.#open.length === LONGEST_WAIT;
  }

  /** Whether some case may come to need another trial. */
  get isUndecided(): boolean {
    return this.#undecided > 0;
  }

  /** Takes in the next case of the file. */
  add({ case: script, line }: PlacedCase): OpenCase {
    const planned = trialsOf(script, this.#trials);
    const playing = new Set<AbortController>();
    const entry = { case: script, line, planned, begun: 0, trials: [], playing, decided: false };
    this.#open.push(entry);
    this.#undecided++;
    return entry;
  }

  /** Takes out a case that has come to need another trial; undefined where there is none. */
  again(): OpenCase | undefined {
    return this.#again.shift();
  }

  /** Whether to begin another trial of a case: none that the ones at play could make needless. */
  mayBegin({ case: script, planned, begun, trials }: OpenCase): boolean {
    return begun < planned && begun - trials.length < this.#missing(script, trials, planned);
  }

  /** Looks whether a case is decided, now that trials of it were begun or have finished. */
  decide(entry: OpenCase): void {
    const { case: script, planned, begun, trials } = entry;
    if (entry.decided) return;
    entry.decided = begun === planned || this.#missing(script, trials, planned) === 0;
    if (entry.decided) this.#undecided--;
  }

  /** Takes in a trial that has finished. */
  finish(entry: OpenCase, result: TrialResult): void {
    entry.trials.push(result);
    this.decide(entry);
    if (this.mayBegin(entry)) this.#again.push(entry);
  }

  /** Takes out the cases that have finished, in the order of the file; at the end the others too. */
  *handOn(atEnd: boolean): Generator<OpenCase> {
    for (let [entry] = this.#open; entry !== undefined; [entry] = this.#open) {
      if (!atEnd && !hasFinished(entry)) return;
      this.#open.shift();
      yield entry;
    }
  }

  /** The cases that are not handed on, of which trials have finished. */
  begun(): OpenCase[] {
    return this.#open.filter(({ trials }) => trials.length > 0);
  }

  /** Ends the trials at play. */
  abort(reason: Error): void {
    for (const { playing } of this.#open)
      for (const controller of playing) controller.abort(reason);
  }
}

/** Whether all trials that a case needs have finished. */
export function hasFinished({ decided, begun, trials }: OpenCase): boolean {
  return decided && trials.length === begun;
}
