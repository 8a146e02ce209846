import { AsyncLocalStorage } from "node:async_hooks";
import { inRealTime } from "../../clock/trial-time.ts";
import type { TrialResult } from "../../results/result.ts";
import { UserError } from "../../text/user-error.ts";
import { isOurs, placeText } from "../place-of.ts";
import { ANSWERED, BEAT, BLOCKED_MS, EARLIEST } from "./memory.ts";
import { memory, watch } from "./watchdog.ts";

const BEAT_MS = 100;
const AGAIN_MS = 1_000;

/** A trial whose code never gave way. */
export interface BlockedTrial {
  /** That of its case. */
  readonly id: string;
  readonly result: TrialResult;
}

/** Something that may take so many milliseconds. */
export interface Timed {
  readonly ms: number;
  readonly name: string;
  /** Called when its time is up. */
  onTime(): void;
  /** Called instead, for a trial, in the midst of code of its own that does not give way. `at` has the stack of that. */
  onBlocked?(at: Error): BlockedTrial;
}

const limits = new Set<TimeLimit>();
/** Of them, the one of which the thread knows. */
let earliest: TimeLimit | undefined;
const current = new AsyncLocalStorage<TimeLimit>();
/** For how many milliseconds the event loop was blocked, in all. */
let blockedMs = 0;

/** A time limit that runs. It is longer by the time for which the event loop was blocked, maybe by others. */
export class TimeLimit {
  readonly timed: Timed;
  /** By `performance.now()`, when it ends if nothing was ever blocked. */
  readonly #end: number;
  #timer: NodeJS.Timeout;
  #keepsAlive = true;

  constructor(timed: Timed) {
    this.timed = timed;
    this.#end = performance.now() + timed.ms - blockedMs;
    this.#timer = setTimeout(() => this.#ring(), timed.ms);
    limits.add(this);
    if (earliest === undefined || this.endsBefore(earliest)) shareEarliest();
  }

  /** Runs what is timed. */
  run<T>(work: () => T): T {
    return current.run(this, work);
  }

  /** Lets the process end before it. */
  unref(): this {
    this.#keepsAlive = false;
    this.#timer.unref();
    return this;
  }

  /** To be called when the work has ended. */
  clear(): void {
    clearTimeout(this.#timer);
    limits.delete(this);
    if (earliest === this) shareEarliest();
  }

  get left(): number {
    return this.#end + blockedMs - performance.now();
  }

  endsBefore(other: TimeLimit): boolean {
    return this.#end < other.#end;
  }

  #ring(): void {
    const { left } = this;
    // Timers are early by up to a millisecond.
    if (left <= 1) return this.timed.onTime();
    this.#timer = setTimeout(() => this.#ring(), left);
    if (!this.#keepsAlive) this.#timer.unref();
  }
}

/** What is done about code that blocks the event loop, in the midst of it. */
export interface Blockage {
  /** Called half a second after the loop came round last. */
  began(): void;
  /** Called when it comes round again. */
  ended(): void;
  /**
   * Called when the time of the work is up, with the trial that it belongs to, or an error if it belongs to none. Must end
   * the process: nothing else ends such code.
   */
  end(found: BlockedTrial | UserError): never;
}

/** From now on, the thread of the process watches the event loop. Returns what ends the watch. */
export function watchEventLoop(blockage: Blockage): () => Promise<void> {
  let beatAt = performance.now();
  let isBlocked = false;
  const beating = setInterval(() => {
    const now = performance.now();
    const late = now - beatAt - BEAT_MS;
    if (late > BLOCKED_MS) blockedMs += late;
    beatAt = now;
    Atomics.add(memory.counters, BEAT, 1);
    if (!isBlocked) return;
    isBlocked = false;
    // The thread may have been told of another.
    shareEarliest();
    blockage.ended();
  }, BEAT_MS).unref();
  shareEarliest();
  const unwatch = watch({
    began() {
      isBlocked = true;
      inRealTime(blockage.began);
    },
    timeIsUp() {
      const limit = current.getStore();
      const at = new Error("blocked");
      Atomics.store(memory.counters, ANSWERED, 1);
      inRealTime(() => {
        // Ours is slow at times, and always ends.
        if (isOurs(at)) return share(limit, AGAIN_MS);
        if (limit === undefined || !limits.has(limit)) return blockage.end(ownerless(at));
        // It may still end by itself: then the others have lost no time.
        if (limit.left > 0) return share(limit, limit.left);
        return blockage.end(limit.timed.onBlocked?.(at) ?? ownerless(at));
      });
    },
  });
  return () => {
    clearInterval(beating);
    return unwatch();
  };
}

function ownerless(at: Error): UserError {
  return new UserError(
    `Code that belongs to no trial, or to one that has ended, blocks the process${placeText(at)}. Look for a loop that does not end.`,
  );
}

function shareEarliest(): void {
  earliest = undefined;
  for (const limit of limits)
    if (earliest === undefined || limit.endsBefore(earliest)) earliest = limit;
  share(earliest, earliest?.left ?? Infinity);
}

const encoder = new TextEncoder();

/** Tells the thread in how many milliseconds to ask, and what is running. */
function share(limit: TimeLimit | undefined, ms: number): void {
  memory.deadlines[EARLIEST] = Date.now() + ms;
  const { written } = encoder.encodeInto(limit?.timed.name ?? "", memory.running);
  memory.running.fill(0, written);
}
