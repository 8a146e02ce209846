import { Worker } from "node:worker_threads";
import {
  CONNECTED,
  HOOK,
  WATCHED,
  watchdogMemory,
  type WatchdogHook,
  type WatchdogMemory,
} from "./memory.ts";

// As it is before workers are guarded: what is guarded for agents is not for a run's own thread.
const Thread = Worker;

/** What watches the event loop of a process. */
interface Watchdog extends WatchdogHook {
  readonly memory: WatchdogMemory;
  /** Started for the first watch; sleeps between watches. */
  thread: Worker | undefined;
}

/** That of this process: the same one, however often this module is loaded. */
const watchdog = ofProcess();
export const { memory } = watchdog;

function ofProcess(): Watchdog {
  const key = Symbol.for(HOOK);
  const places = globalThis as { [HOOK: symbol]: Watchdog | undefined };
  return (places[key] ??= {
    memory: watchdogMemory(),
    thread: undefined,
    began: () => undefined,
    timeIsUp: () => undefined,
  });
}

/** Has the thread call these. Returns what ends that. */
export function watch(hook: WatchdogHook): () => Promise<void> {
  Object.assign(watchdog, hook);
  watchdog.thread ??= startThread();
  Atomics.add(memory.counters, WATCHED, 1);
  Atomics.notify(memory.counters, WATCHED);
  return async () => {
    Atomics.sub(memory.counters, WATCHED, 1);
    if (Atomics.load(memory.counters, CONNECTED) === 0) return;
    // A process that ends before its session has would wait for a debugger, and say so.
    const { thread } = watchdog;
    watchdog.thread = undefined;
    await thread?.terminate();
    Atomics.store(memory.counters, CONNECTED, 0);
  };
}

function startThread(): Worker {
  const extension = import.meta.url.endsWith(".ts") ? "thread.ts" : "watchdog.cjs";
  const thread = new Thread(new URL(extension, import.meta.url), {
    workerData: memory,
    execArgv: [],
    env: {},
    resourceLimits: { maxYoungGenerationSizeMb: 1, maxOldGenerationSizeMb: 16 },
  });
  thread.unref();
  return thread;
}
