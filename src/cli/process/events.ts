import { isOurs, placeText } from "../../runner/place-of.ts";
import { giveToTrial } from "../../runner/trial/stray-error.ts";
import { printable } from "../../text/printable.ts";

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
