/** What the main thread and the thread that watches it share. */
export interface WatchdogMemory {
  /**
   * By `BEAT`, how often the event loop came round; by `ANSWERED`, 1 once the main thread was asked to end what blocks it;
   * by `CONNECTED`, 1 while the thread has a session of the inspector; by `WATCHED`, how many watches there are.
   */
  readonly counters: Int32Array<SharedArrayBuffer>;
  /** By `EARLIEST`, when the first of all that is timed must have ended, in milliseconds since 1970. */
  readonly deadlines: Float64Array<SharedArrayBuffer>;
  /** Its name in UTF-8, up to a zero. */
  readonly running: Uint8Array<SharedArrayBuffer>;
}

export const BEAT = 0;
export const ANSWERED = 1;
export const CONNECTED = 2;
export const WATCHED = 3;
export const EARLIEST = 0;

/** Without a beat for so many milliseconds, the event loop is blocked. */
export const BLOCKED_MS = 500;

/** The name of the symbol under which the main thread keeps the Watchdog of its process. */
export const HOOK = "swarm-eval.watchdog";

/** What the thread calls in the midst of code that blocks the main thread. */
export interface WatchdogHook {
  began(): void;
  timeIsUp(): void;
}

const LONGEST_NAME = 200;

export function watchdogMemory(): WatchdogMemory {
  return {
    counters: new Int32Array(new SharedArrayBuffer(16)),
    deadlines: new Float64Array(new SharedArrayBuffer(8)).fill(Infinity),
    running: new Uint8Array(new SharedArrayBuffer(LONGEST_NAME)),
  };
}
