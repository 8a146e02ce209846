import type { Redis } from "ioredis";
import type { Budget, Reservation } from "../runner/budget/budget.ts";
import type { RequestSize } from "../runner/budget/sizes.ts";
import { keys, KEPT_S, type Answer, type Ask, type Told } from "./messages.ts";

/** What workers tell of the budget. */
type OfBudget = Told & { readonly type: "reserve" | "refuse" | "settle" | "release" };

interface Held {
  readonly job: string;
  readonly attempt: number;
  readonly reservation: Reservation;
}

/** Gives workers room in the budget of a run, which is one for all of them. */
export class Reservations {
  readonly #budget: Budget;
  readonly #redis: Redis;
  readonly #held = new Map<string, Held>();
  /** The latest attempt at each job. */
  readonly #attempts = new Map<string, number>();

  constructor(budget: Budget, redis: Redis) {
    this.#budget = budget;
    this.#redis = redis;
  }

  hear(told: OfBudget): void {
    if (told.type === "reserve") void this.#reserve(told);
    else if (told.type === "refuse") this.#budget.refuse(sizeIn(told.size));
    else {
      const held = this.#held.get(idOf(told.ask));
      this.#held.delete(idOf(told.ask));
      if (told.type === "settle") held?.reservation.settle(told.usage, told.answeredBy);
      else held?.reservation.release();
    }
  }

  /** What workers that have died had asked for may well be billed. */
  jobEnded(job: string): void {
    this.#close(job, Infinity);
    this.#attempts.delete(job);
  }

  async #reserve({ job, ask, size }: OfBudget & { readonly type: "reserve" }): Promise<void> {
    const { attempt } = ask;
    this.#attempts.set(job, attempt);
    this.#close(job, attempt);
    const reservation = await this.#budget.reserve(sizeIn(size));
    if (this.#attempts.get(job) !== attempt) return reservation?.release();
    if (reservation !== undefined) this.#held.set(idOf(ask), { job, attempt, reservation });
    const { name, message } = this.#budget.refusalOf(sizeIn(size));
    const refusal = reservation === undefined ? { name, message } : null;
    const answer: Answer = { number: ask.number, refusal };
    const list = keys.answers(ask.worker);
    await this.#redis.pipeline().rpush(list, JSON.stringify(answer)).expire(list, KEPT_S).exec();
  }

  /** Closes what attempts at a job hold that came before this one. */
  #close(job: string, attempt: number): void {
    for (const [id, held] of this.#held) {
      if (held.job !== job || held.attempt >= attempt) continue;
      this.#held.delete(id);
      held.reservation.settle(undefined);
    }
  }
}

function idOf({ worker, number }: Ask): string {
  return `${worker} ${number}`;
}

/** JSON has no number without an end. */
function sizeIn(size: RequestSize): RequestSize {
  return { ...size, completionLimit: size.completionLimit ?? Infinity };
}
