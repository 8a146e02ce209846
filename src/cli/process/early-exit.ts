import { constants } from "node:os";
import { writeSync } from "node:fs";
import { placeText } from "../../runner/place-of.ts";
import { EXIT } from "./exit-code.ts";

/** What ends a process at once, and tells nobody. Node's types have not all of them. */
interface Ends {
  reallyExit(code?: number): never;
  abort(): never;
  kill(pid: number, signal?: string | number): true;
  execve?(...args: readonly unknown[]): never;
}

const ends = process as unknown as Ends;
const { reallyExit, abort, kill, execve } = ends;

/** Ends the process at once, and nothing is reported. */
export function endProcess(code: number): never {
  return Reflect.apply(reallyExit, process, [code]) as never;
}

/**
 * Reports a process that ends before its command, by whatever call: a `process.exit()` in a tool must not read as a
 * success. Returns what to call when the command has ended.
 */
export function reportEarlyExit(): () => void {
  let isReported = false;
  const report = (): void => {
    if (isReported) return;
    isReported = true;
    const place = placeText(new Error("for its stack"));
    // Only synchronous writes still reach the screen.
    writeSync(
      2,
      `The agents module ended the process, with process.exit() or the like${place}. What had finished by then is on disk.\n`,
    );
    process.exitCode = EXIT.errored;
  };
  // `process.exit` ends here too, and then has told its listeners.
  const exitNow = (): never => {
    report();
    return endProcess(EXIT.errored);
  };
  ends.reallyExit = exitNow;
  if (execve !== undefined) ends.execve = exitNow;
  ends.abort = exitNow;
  ends.kill = (pid, signal) => {
    if (isOwn(pid) && endsProcess(signal)) report();
    return Reflect.apply(kill, process, [pid, signal]) as true;
  };
  process.once("exit", report);
  return () => {
    process.off("exit", report);
    Object.assign(process, { reallyExit, abort, kill, ...(execve && { execve }) });
  };
}

/** Whether a signal to it reaches this process: its own id, or that of its group. */
function isOwn(pid: number): boolean {
  return [process.pid, 0, -process.pid].includes(Number(pid));
}

/** Nothing follows from these by themselves. */
const HARMLESS: ReadonlySet<unknown> = new Set(
  ["SIGCHLD", "SIGCONT", "SIGURG", "SIGWINCH", "SIGUSR1"].flatMap((name) => [
    name,
    constants.signals[name as NodeJS.Signals],
  ]),
);

/** A signal that somebody listens to is theirs: the first interruption ends the run in good order. */
function endsProcess(signal: string | number = "SIGTERM"): boolean {
  if (signal === 0 || HARMLESS.has(signal)) return false;
  const [name = ""] =
    Object.entries(constants.signals).find(([name, number]) => [name, number].includes(signal)) ??
    [];
  return process.listenerCount(name) === 0;
}
