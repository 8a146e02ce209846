/** The promise, rejected as soon as the signal aborts: what ignores its signal cannot hold up a run. */
export async function untilAborted<T>(
  signal: AbortSignal | undefined,
  value: T | PromiseLike<T>,
): Promise<T> {
  if (signal === undefined) return value;
  const promise = Promise.resolve(value);
  if (signal.aborted) {
    // This promise may itself have ended the run, and nobody else waits for it.
    promise.catch(() => undefined);
    throw signal.reason;
  }
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(signal.reason);
    const stopListening = (): void => signal.removeEventListener("abort", abort);
    signal.addEventListener("abort", abort, { once: true });
    promise.then(resolve, reject).then(stopListening);
  });
}
