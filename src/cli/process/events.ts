import { writeSync } from "node:fs";
import { isOurs, placeText } from "../../runner/place-of.ts";
import { giveToTrial } from "../../runner/trial/stray-error.ts";
import { printable } from "../../text/printable.ts";
import { EXIT } from "./exit-code.ts";

/** Reports a process that ends before its command: a `process.exit()` in a tool must not read as a success. Returns what to call when the command has ended. */
export function reportEarlyExit(): () => void {
  const report = (): void => {
    const place = placeText(new Error("for its stack"));
    // Only synchronous writes still reach the screen.
    writeSync(
      2,
      `The agents module ended the process, with process.exit() or the like${place}. What had finished by then is on disk.\n`,
    );
    process.exitCode = EXIT.errored;
  };
  process.once("exit", report);
  return () => void process.off("exit", report);
}

/**
 * From now on, an uncaught error ends the trial in which it arose. Outside of any trial, or after it, it is reported and
 * the process goes on. `onBug` is called with an error that arose in this package alone. Returns a count of the reports.
 */
export function catchStrayErrors(onBug: (error: Error) => never): () => number {
  let reported = 0;
  const take = (error: unknown): void => {
    if (giveToTrial(error)) return;
    if (error instanceof Error && isOurs(error)) onBug(error);
    reported++;
    const text = `Unhandled error outside of any trial: ${String(error)}${placeText(error)}`;
    process.stderr.write(`${printable(text)}\n`);
  };
  process.on("uncaughtException", take);
  process.on("unhandledRejection", take);
  return () => reported;
}

/** The first interruption ends the run and keeps what has finished; the second ends the process at once. */
export function interruption(): AbortSignal {
  const controller = new AbortController();
  for (const signal of SIGNALS) process.once(signal, () => controller.abort());
  return controller.signal;
}

const SIGNALS = ["SIGINT", "SIGTERM"] as const;

/**
 * Lets signals end the process at once, as they do where nobody listens: while code blocks the process, nobody does.
 * Returns what puts the listeners back.
 */
export function letSignalsThrough(): () => void {
  const listeners = SIGNALS.map((signal) => [signal, process.rawListeners(signal)] as const);
  for (const signal of SIGNALS) process.removeAllListeners(signal);
  return () => {
    for (const [signal, each] of listeners)
      for (const listener of each) process.on(signal, listener as () => void);
  };
}
