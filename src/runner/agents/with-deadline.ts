/** Waits for a promise. Throws what `hung` makes if it takes longer than `ms`, or if nothing is left in the process that could settle it. */
export function withDeadline<T>(promise: Promise<T>, ms: number, hung: () => Error): Promise<T> {
  return new Promise((resolve, reject) => {
    const giveUp = (): void => reject(hung());
    // It must not keep the process from running out of things to do.
    const timer = setTimeout(giveUp, ms).unref();
    process.once("beforeExit", giveUp);
    promise
      .finally(() => {
        clearTimeout(timer);
        process.off("beforeExit", giveUp);
      })
      .then(resolve, reject);
  });
}
