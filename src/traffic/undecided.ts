/** A request whose turn to be decided has yet to come. */
export interface Turn {
  /** Resolves when all equal requests that were made before are decided; undefined if none is left. */
  readonly earlier: Promise<void> | undefined;
  /** Says that it was decided, or given up. */
  readonly settle: () => void;
}

/**
 * Requests that were made, and whose bodies are not known yet. Those that may turn out to be equal are decided in the
 * order in which they were made, whichever body is known first.
 */
export class Undecided {
  readonly #latest = new Map<string, Promise<void>>();

  /** Takes a place behind the requests that have this key in common. */
  queue(key: string): Turn {
    const earlier = this.#latest.get(key);
    const { promise: own, resolve } = Promise.withResolvers<void>();
    const settled = earlier === undefined ? own : earlier.then(() => own);
    this.#latest.set(key, settled);
    const forget = async (): Promise<void> => {
      await settled;
      if (this.#latest.get(key) === settled) this.#latest.delete(key);
    };
    return {
      earlier,
      settle: () => {
        resolve();
        void forget();
      },
    };
  }
}
