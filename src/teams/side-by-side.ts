import { inLane, newBranch } from "../lanes/lane.ts";
import type { LoopEvent } from "../swarm/floor.ts";

/**
 * Runs members at once, each in a lane of its own, so that a replay does not depend on which is quicker. The events of the
 * first come as they happen, those of the others after it, member after member. Throws what the first of them throws that
 * fails, once all have come to their end.
 */
export async function* sideBySide<Returned>(
  runs: readonly (() => AsyncGenerator<LoopEvent, Returned>)[],
  names: readonly string[],
): AsyncGenerator<LoopEvent, Returned[]> {
  const strands = runs.map((run, index) => new Strand(run, names[index] ?? ""));
  const returned: Returned[] = [];
  try {
    for (const strand of strands) returned.push(yield* strand.events());
    return returned;
  } finally {
    await Promise.allSettled(strands.map((strand) => strand.end()));
  }
}

/** A member that has begun, and the events of it that nobody has taken yet. */
class Strand<Returned> {
  readonly #events: LoopEvent[] = [];
  readonly #outcome: Promise<{ readonly value: Returned } | { readonly error: unknown }>;
  #wake: (() => void) | undefined;
  #isOver = false;
  #isUnwanted = false;

  constructor(run: () => AsyncGenerator<LoopEvent, Returned>, name: string) {
    const lane = newBranch();
    if (lane !== undefined) lane.atWork = name;
    const inside = <T>(work: () => T): T => (lane === undefined ? work() : inLane(lane, work));
    this.#outcome = inside(() => this.#play(run()));
  }

  async #play(
    events: AsyncGenerator<LoopEvent, Returned>,
  ): Promise<{ readonly value: Returned } | { readonly error: unknown }> {
    try {
      let next = await events.next();
      while (!next.done && !this.#isUnwanted) {
        this.#events.push(next.value);
        this.#wake?.();
        next = await events.next();
      }
      if (next.done) return { value: next.value };
      await events.return(undefined as Returned);
      return { error: new Error("The member was not wanted any more.") };
    } catch (error) {
      return { error };
    } finally {
      this.#isOver = true;
      this.#wake?.();
    }
  }

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

  /** Takes no more events from it, and waits for its end. */
  async end(): Promise<void> {
    this.#isUnwanted = true;
    await this.#outcome;
  }
}
