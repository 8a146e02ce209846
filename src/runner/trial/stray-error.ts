import { AsyncLocalStorage } from "node:async_hooks";

/** Takes in an error of a trial; false where the trial is over. */
export type TakeError = (error: unknown) => boolean;

const trials = new AsyncLocalStorage<TakeError>();

/** Plays a trial that takes the errors of what it leaves running and nobody waits for. */
export function takingStrayErrors<T>(take: TakeError, play: () => T): T {
  return trials.run(take, play);
}

/** Hands an error that nobody caught to the trial in which it arose. False where it arose in none, or in one that is over. */
export function giveToTrial(error: unknown): boolean {
  return trials.getStore()?.(error) ?? false;
}
