/** Hands things from whoever has them to one reader, in order. Who gives may wait until the reader has done with them. */
export class Handover<T> {
  readonly #given: T[] = [];
  #isClosed = false;
  #failure: { readonly error: unknown } | undefined;
  #onGiven = (): void => undefined;
  #onTaken: (() => void)[] = [];

  /** Resolves when the reader wants more than these and all before them; never, if it has left. */
  give(things: readonly T[]): Promise<void> {
    this.#given.push(...things);
    const taken = new Promise<void>((resolve) => this.#onTaken.push(resolve));
    this.#onGiven();
    return taken;
  }

  /** Ends the reading after all that was given. */
  close(): void {
    this.#isClosed = true;
    this.#onGiven();
  }

  /** Makes the reading throw after all that was given. */
  fail(error: unknown): void {
    this.#failure ??= { error };
    this.#onGiven();
  }

  /** What is given, to its only reader. Throws what it was failed with. */
  async *taken(): AsyncGenerator<T> {
    for (;;) {
      for (let thing = this.#given.shift(); thing !== undefined; thing = this.#given.shift())
        yield thing;
      for (const resolve of this.#onTaken.splice(0)) resolve();
      if (this.#failure !== undefined) throw this.#failure.error;
      if (this.#isClosed) return;
      await new Promise<void>((resolve) => {
        this.#onGiven = resolve;
        // Something may have come meanwhile.
        if (this.#given.length > 0 || this.#isClosed || this.#failure !== undefined) resolve();
      });
    }
  }
}
