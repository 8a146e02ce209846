import { AsyncLocalStorage } from "node:async_hooks";

/** Where something is done in a trial: the numbers of the branches that lead there, and its own. Sorts by number. */
export type Place = readonly number[];

/** One strand of what a trial does. Strands that run side by side each count for themselves, whichever is quicker. */
export class Lane {
  /** The place at which it branched off; empty for the trial itself. */
  readonly path: Place;
  /** Milliseconds from the trial's start to the end of the latest reply that it waited for. */
  at: number;
  /** Milliseconds from the start on the clock that its code reads, which moves when a reply begins, and by timers. */
  passed: number;
  /** Who is at work in it: `Critic`. Undefined where its trial knows. */
  atWork: string | undefined;
  readonly #parent: Lane | undefined;
  #made = 0;
  #answered = 0;

  constructor(parent?: Lane) {
    this.#parent = parent;
    this.path = parent?.next() ?? [];
    this.at = parent?.at ?? 0;
    this.passed = parent?.passed ?? 0;
  }

  /** The next place in it. Taken when something begins, since what it is may be known only later. */
  next(): Place {
    return [...this.path, ++this.#made];
  }

  /** Says that a reply has begun: from now on, its caller may act on it. */
  answerAt(ms: number): void {
    this.#answered++;
    this.pass(ms);
  }

  /** Says that a reply is complete. The lanes from which this one branched off wait for it. */
  arriveAt(ms: number): void {
    if (ms <= this.at) return;
    this.at = ms;
    this.#parent?.arriveAt(ms);
  }

  /** Moves the clock that its code reads, unless it is there. */
  pass(ms: number): void {
    if (ms <= this.passed) return;
    this.passed = ms;
    this.#parent?.pass(ms);
  }

  /** A name of the latest event in it: a request that was made, or a reply that has begun. */
  get event(): string {
    return `${placeText(this.path)}/${this.#made}/${this.#answered}`;
  }

  /** Notes how far it has come; what it returns puts that back. */
  mark(): () => void {
    const { at, passed } = this;
    const made = this.#made;
    const answered = this.#answered;
    return () => {
      this.#made = made;
      this.#answered = answered;
      this.at = at;
      this.passed = passed;
    };
  }
}

/** A place as text: `2.1`. */
export function placeText(place: Place): string {
  return place.join(".");
}

/** Negative if `a` comes before `b`. What branches off comes after the place where it does. */
export function comparePlaces(a: Place, b: Place): number {
  const length = Math.min(a.length, b.length);
  for (let index = 0; index < length; index++) {
    const difference = (a[index] as number) - (b[index] as number);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

const current = new AsyncLocalStorage<Lane>();

/** The lane of the caller; undefined outside any trial. */
export function currentLane(): Lane | undefined {
  return current.getStore();
}

/** Runs something in a lane, however deep it goes. */
export function inLane<T>(lane: Lane, run: () => T): T {
  return current.run(lane, run);
}

/** A lane that branches off the caller's; undefined outside any trial. */
export function newBranch(): Lane | undefined {
  const lane = current.getStore();
  return lane && new Lane(lane);
}
