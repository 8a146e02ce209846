import { AsyncLocalStorage } from "node:async_hooks";

/** Takes in an error of a trial; returns false if the trial is over. */
export type TakeError = (error: unknown) => boolean;

const trials = new AsyncLocalStorage<TakeError>();

/** Plays a trial that takes in the errors of whatever it leaves running. */
export function takingStrayErrors<T>(take: TakeError, play: () => T): T {
  return trials.run(take, play);
}

/** Gives an uncaught error to the trial in which it arose. Returns false if there is none, or it is over. */
export function giveToTrial(error: unknown): boolean {
  return trials.getStore()?.(error) ?? false;
}
