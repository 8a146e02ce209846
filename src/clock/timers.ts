import timers from "node:timers";
import promises from "node:timers/promises";
import type { Patches } from "../patches/patches.ts";
import { replaceMethods, type Replacement } from "./stand-in.ts";
import { currentTime, type TrialTime } from "./trial-time.ts";

/**
 * Makes timers that fire in a trial move its clock to the time for which they were set. They wait as long as ever.
 * Those that do not keep the process alive move nothing: nobody waits for them, and `fetch` sets some for itself.
 */
export function patchTimers(patches: Patches): void {
  replaceMethods(patches, timers, { setTimeout: calling, setInterval: calling });
  patches.set(globalThis, "setTimeout", timers.setTimeout);
  patches.set(globalThis, "setInterval", timers.setInterval);
  replaceMethods(patches, promises, {
    setTimeout: (setTimeout) => waiting(setTimeout, 2),
    setInterval: iterating,
  });
  replaceMethods(patches, Object.getPrototypeOf(promises.scheduler) as object, {
    wait: (wait) => waiting(wait, 1),
  });
}

function calling(setTimer: Replacement): Replacement {
  return (callback: unknown, delay?: unknown, ...args: unknown[]) => {
    const time = currentTime();
    if (time === undefined || typeof callback !== "function")
      return setTimer(callback, delay, ...args);
    let due = time.passed();
    const fire = function (this: unknown, ...given: unknown[]): unknown {
      due += milliseconds(delay);
      if (timer.hasRef()) time.reach(due);
      return Reflect.apply(callback, this, given) as unknown;
    };
    const timer = setTimer(fire, delay, ...args) as NodeJS.Timeout;
    return timer;
  };
}

/** `place` is that of the options among the arguments. */
function waiting(wait: Replacement, place: number): Replacement {
  return function (this: unknown, ...args: unknown[]) {
    const time = currentTime();
    const waited = Reflect.apply(wait, this, args) as Promise<unknown>;
    if (time === undefined || !isAwaited(args[place])) return waited;
    const due = time.passed() + milliseconds(args[0]);
    return waited.then((value) => {
      time.reach(due);
      return value;
    });
  };
}

function iterating(setInterval: Replacement): Replacement {
  return (delay: unknown, value: unknown, options: unknown) => {
    const time = currentTime();
    const ticks = setInterval(delay, value, options) as AsyncIterable<unknown>;
    return time === undefined || !isAwaited(options) ? ticks : moving(time, ticks, delay);
  };
}

async function* moving(
  time: TrialTime,
  ticks: AsyncIterable<unknown>,
  delay: unknown,
): AsyncGenerator<unknown> {
  let due = time.passed();
  for await (const tick of ticks) {
    due += milliseconds(delay);
    time.reach(due);
    yield tick;
  }
}

function isAwaited(options: unknown): boolean {
  return (options as { ref?: boolean } | undefined)?.ref !== false;
}

/** How long Node waits if it is told this. */
function milliseconds(delay: unknown): number {
  const wanted = Math.trunc(Number(delay));
  return wanted >= 1 && wanted < 2 ** 31 ? wanted : 1;
}
