import { writeSync } from "node:fs";
import { Session } from "node:inspector";
import { workerData } from "node:worker_threads";
import { oneLine } from "../../text/printable.ts";
import { withoutCommands } from "../../text/workflow-commands.ts";
import {
  ANSWERED,
  BEAT,
  BLOCKED_MS,
  CONNECTED,
  EARLIEST,
  HOOK,
  WATCHED,
  type WatchdogHook,
  type WatchdogMemory,
} from "./memory.ts";

// A thread of its own: the main thread's timers wait while code there never gives way. It sleeps while nothing is watched,
// and remains for the next that is: to start it costs more than to play a case.

const LOOK_MS = 100;
/** JavaScript is interrupted at once; what does not answer for so long is no JavaScript. */
const PATIENCE_MS = 2_000;

const { counters, deadlines, running } = workerData as WatchdogMemory;
let session: Session | undefined;
let lastBeat = -1;
let beatAt = Date.now();
/** When the main thread was asked to end what blocks it, and for which deadline. */
let asked: { readonly at: number; readonly deadline: number } | undefined;

setInterval(look, LOOK_MS);

function look(): void {
  // Resolves to "ok" once it has slept.
  if (Atomics.wait(counters, WATCHED, 0) === "ok") lastBeat = -1;
  const now = Date.now();
  const beat = Atomics.load(counters, BEAT);
  if (beat !== lastBeat) {
    lastBeat = beat;
    beatAt = now;
    asked = undefined;
    session?.disconnect();
    session = undefined;
    Atomics.store(counters, CONNECTED, 0);
    return;
  }
  if (now < beatAt + BLOCKED_MS) return;
  if (session === undefined) {
    Atomics.store(counters, CONNECTED, 1);
    // The main thread clears the one before it reads the other.
    if (Atomics.load(counters, WATCHED) === 0) return void Atomics.store(counters, CONNECTED, 0);
    session = new Session();
    session.connectToMainThread();
    call("began");
  }
  const deadline = deadlines[EARLIEST] as number;
  if (asked?.deadline === deadline) {
    if (Atomics.load(counters, ANSWERED) === 0 && now > asked.at + PATIENCE_MS) giveUp();
  } else if (now >= deadline) {
    asked = { at: now, deadline };
    Atomics.store(counters, ANSWERED, 0);
    call("timeIsUp");
  }
}

/** The inspector calls it in the midst of whatever the main thread is doing. */
function call(name: keyof WatchdogHook): void {
  session?.post("Runtime.evaluate", { expression: `globalThis[Symbol.for("${HOOK}")].${name}()` });
}

function giveUp(): void {
  const end = running.indexOf(0);
  const name = new TextDecoder().decode(running.slice(0, end < 0 ? running.length : end));
  writeSync(
    2,
    `\nThe process is blocked by code that is not JavaScript and cannot be stopped, such as execSync() or a native add-on, ` +
      `and is ended. ${name === "" ? "" : `Running longest: ${withoutCommands(oneLine(name))}. `}What had finished before is on disk.\n`,
  );
  process.kill(process.pid, "SIGKILL");
}
