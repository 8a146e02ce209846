import type { LoopEvent } from "./floor.ts";

/** Work that has begun, and its events, which are kept until somebody takes them. */
export class Strand<Returned> {
  readonly #events: LoopEvent[] = [];
  readonly #outcome: Promise<{ readonly value: Returned } | { readonly error: unknown }>;
  #wake: (() => void) | undefined;
  #isOver = false;
  #isUnwanted = false;

  /** The work is given its strand, to play in it. */
  constructor(work: (strand: Strand<unknown>) => Promise<Returned>) {
    this.#outcome = this.#done(work);
  }

  /** It never rejects: whoever takes the events may come later. */
  async #done(
    work: (strand: Strand<unknown>) => Promise<Returned>,
  ): Promise<{ readonly value: Returned } | { readonly error: unknown }> {
    try {
      return { value: await work(this) };
    } catch (error) {
      return { error };
    } finally {
      this.#isOver = true;
      this.#wake?.();
    }
  }

  /** Plays a run as part of the work. Throws what it throws, and an error once its events are not wanted any more. */
  async play<T>(events: AsyncGenerator<LoopEvent, T>): Promise<T> {
    let next = await events.next();
    while (!next.done && !this.#isUnwanted) {
      this.#events.push(next.value);
      this.#wake?.();
      next = await events.next();
    }
    if (next.done) return next.value;
    await events.return(undefined as T);
    throw new Error("What would come next is not wanted any more.");
  }

  /** The events as they come. Returns what the work returns; throws what it throws. */
  async *events(): AsyncGenerator<LoopEvent, Returned> {
    for (;;) {
      const next = this.#events.shift();
      if (next !== undefined) yield next;
      else if (this.#isOver) break;
      else await new Promise<void>((resolve) => (this.#wake = resolve));
    }
    const outcome = await this.#outcome;
    if ("error" in outcome) throw outcome.error;
    return outcome.value;
  }

  /** Takes no more events, and waits for the end of the work. */
  async end(): Promise<void> {
    this.#isUnwanted = true;
    await this.#outcome;
  }
}
