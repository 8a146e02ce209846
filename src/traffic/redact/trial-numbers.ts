import { UNWRITTEN, type Numbers } from "../secrets/placeholder.ts";

/**
 * The numbers of a trial's secrets. While it is played, those that its tape has keep their numbers, and all others have
 * numbers of their own, in the order in which they come, which may be another each time. At its end, what is written
 * goes on with the next numbers after those of the tape, in the order of its placeholders.
 */
export class TrialNumbers implements Numbers {
  readonly #unwritten = new Map<string, number>();
  readonly #written = new Map<number, number>();
  /** The highest that has a place on the tape. */
  #highest = 0;
  #isSettled = false;

  /** How many secrets were met, without those that came replaced. */
  get size(): number {
    return this.#unwritten.size;
  }

  of(secret: string): number {
    let number = this.#unwritten.get(secret);
    if (number === undefined)
      this.#unwritten.set(secret, (number = UNWRITTEN + this.#unwritten.size + 1));
    return this.#written.get(number) ?? number;
  }

  after(number: number): number {
    if (number <= UNWRITTEN) {
      this.#highest = Math.max(this.#highest, number);
      return number;
    }
    const written = this.#written.get(number);
    if (written !== undefined) return written;
    const isKnown = number - UNWRITTEN <= this.#unwritten.size;
    if (!this.#isSettled || !isKnown) return number;
    this.#written.set(number, ++this.#highest);
    return this.#highest;
  }

  /** Whether a secret of this run is the one that has this number on the tape. */
  isTaken(written: number): boolean {
    return [...this.#written.values()].includes(written);
  }

  /** Says that a secret of this run is that which has another number on the tape. */
  bind(unwritten: number, written: number): void {
    this.#highest = Math.max(this.#highest, written);
    this.#written.set(unwritten, written);
  }

  /** From now on, placeholders get the numbers that are written. All that keeps its number has to be met before. */
  settle(): void {
    this.#isSettled = true;
  }

  get isSettled(): boolean {
    return this.#isSettled;
  }
}

/** Where nothing tells secrets apart, all have one placeholder. */
export const UNNUMBERED: Numbers = {
  of: () => 1,
  after: (number) => (number < UNWRITTEN ? number : 1),
};
