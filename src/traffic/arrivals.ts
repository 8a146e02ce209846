/** A reply that waits for its turn. */
interface Arrival {
  readonly at: number;
  /** In how many rounds of the event loop it is read, if its reader does not wait. */
  readonly rounds: number;
  readonly arrive: () => void;
}

/**
 * Lets replies that are waited for at the same time come in the order in which they came when they were recorded: who
 * takes the first of several gets the same one.
 */
export class Arrivals {
  readonly #waiting: Arrival[] = [];
  #busy = 0;
  #isScheduled = false;

  /** Resolves when it is the turn of a reply that began at `at` milliseconds, and comes in so many pieces. */
  turnOf(at: number, pieces: number): Promise<void> {
    return new Promise((arrive) => {
      const later = this.#waiting.findIndex((other) => other.at > at);
      this.#waiting.splice(later < 0 ? this.#waiting.length : later, 0, {
        at,
        rounds: pieces + 1,
        arrive,
      });
      this.#schedule();
    });
  }

  #schedule(): void {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    // By the next round, all have been asked for that are asked for at once.
    setImmediate(() => {
      this.#isScheduled = false;
      if (this.#busy > 0) this.#busy--;
      else this.#next();
      if (this.#waiting.length > 0) this.#schedule();
    });
  }

  #next(): void {
    const first = this.#waiting.shift();
    if (first === undefined) return;
    this.#busy = first.rounds;
    first.arrive();
  }
}
