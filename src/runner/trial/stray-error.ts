import { AsyncLocalStorage } from "node:async_hooks";

/** Takes in an error of a trial; returns false if the trial is over. */
export type TakeError = (error: unknown) => boolean;

const trials = new AsyncLocalStorage<TakeError>();

/** Plays a trial that takes in the errors of whatever it leaves running. */
export function takingStrayErrors<T>(take: TakeError, play: () => T): T {
  return trials.run(take, play);
}

const UNCAUGHT: ReadonlySet<unknown> = new Set(["uncaughtException", "unhandledRejection"]);

/**
 * From now on, an uncaught error of a trial ends that trial and nobody else hears of it; all others go where they always
 * went. Returns what ends that.
 */
export function takeTrialErrors(): () => void {
  const { emit } = process;
  const emitOthers = (event: unknown, error: unknown, ...more: unknown[]): boolean =>
    (UNCAUGHT.has(event) && giveToTrial(error)) ||
    (Reflect.apply(emit, process, [event, error, ...more]) as boolean);
  process.emit = emitOthers as typeof emit;
  return () => {
    // What somebody else has put over it would go, too.
    if (process.emit === emitOthers) process.emit = emit;
  };
}

/** Gives an uncaught error to the trial in which it arose. Returns false if there is none, or it is over. */
export function giveToTrial(error: unknown): boolean {
  return trials.getStore()?.(error) ?? false;
}
