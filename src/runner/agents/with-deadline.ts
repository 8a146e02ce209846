/** Why a promise was given up: `ms` are over, or nothing is left in the process that could settle it. */
export type GivenUp = "late" | "stuck";

/** Waits for a promise for at most `ms`. Throws what `errorOf` makes if it is given up. */
export function withDeadline<T>(
  promise: Promise<T>,
  ms: number,
  errorOf: (why: GivenUp) => Error,
): Promise<T> {
  return new Promise((resolve, reject) => {
    // The timer must not keep the process from running out of things to do.
    const timer = setTimeout(() => reject(errorOf("late")), ms).unref();
    const stuck = (): void => reject(errorOf("stuck"));
    process.once("beforeExit", stuck);
    promise
      .finally(() => {
        clearTimeout(timer);
        process.off("beforeExit", stuck);
      })
      .then(resolve, reject);
  });
}
