import { AsyncLocalStorage } from "node:async_hooks";
import { currentLane, type Lane } from "../lanes/lane.ts";
import { Dice } from "./dice.ts";

/** Where a clock starts, and what dice are thrown from. */
export interface TimeStart {
  /** Milliseconds since 1970, as `Date.now()` has them. */
  readonly now: number;
  readonly seed: string;
}

/** A loop that waits for a time, and does nothing else, must end: so many looks at the clock take a millisecond. */
const LOOKS_A_MILLISECOND = 1_000;

/**
 * The clock and the dice of a trial. The clock stands still between events, in each lane at its own latest. The dice
 * begin anew at each event: one draw more before it changes nothing after it.
 */
export class TrialTime {
  readonly #start: TimeStart;
  readonly #first: Lane;
  readonly #elapsed: () => number;
  readonly #dice = new Map<string, Dice>();
  #looks = 0;

  /** `first` is the trial's own lane; `elapsed` are milliseconds since the start that pass whatever happens. */
  constructor(start: TimeStart, first: Lane, elapsed = () => 0) {
    this.#start = start;
    this.#first = first;
    this.#elapsed = elapsed;
  }

  /** Milliseconds since 1970. Looking moves the clock a little. */
  now(): number {
    const passed = this.passed();
    if (++this.#looks >= LOOKS_A_MILLISECOND) this.reach(passed + 1);
    return this.#start.now + this.#lane.passed;
  }

  /** Milliseconds since the start, without looking at the clock. */
  passed(): number {
    this.reach(this.#elapsed());
    return this.#lane.passed;
  }

  /** Moves the clock to so many milliseconds since the start, unless it is there. */
  reach(passed: number): void {
    if (passed <= this.#lane.passed) return;
    this.#lane.pass(passed);
    this.#looks = 0;
  }

  /** The dice at the latest event. */
  dice(): Dice {
    const { event } = this.#lane;
    let dice = this.#dice.get(event);
    if (dice === undefined) {
      dice = new Dice(`${this.#start.seed}/${event}`);
      this.#dice.set(event, dice);
    }
    return dice;
  }

  /** Notes how clock and dice stand; what it returns puts them back. */
  mark(): () => void {
    const lane = this.#first.mark();
    const looks = this.#looks;
    const dice = new Map([...this.#dice].map(([event, each]) => [event, each.copy()]));
    return () => {
      lane();
      this.#looks = looks;
      this.#dice.clear();
      for (const [event, each] of dice) this.#dice.set(event, each);
    };
  }

  get #lane(): Lane {
    return currentLane() ?? this.#first;
  }
}

const current = new AsyncLocalStorage<TrialTime | undefined>();

/** Runs what a trial does: what it reads of time and chance, however deep, is the trial's. */
export function inTime<T>(time: TrialTime | undefined, run: () => T): T {
  return time === undefined ? run() : current.run(time, run);
}

/** Runs what is not the trial's own, though it happens in a trial, in real time and with real chance. */
export function inRealTime<T>(run: () => T): T {
  return current.run(undefined, run);
}

/** The time of the caller; undefined outside of trials, where it is real. */
export function currentTime(): TrialTime | undefined {
  return current.getStore();
}
