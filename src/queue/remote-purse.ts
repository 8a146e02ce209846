import type { Caps, Reservation } from "../runner/budget/budget.ts";
import { Budget } from "../runner/budget/budget.ts";
import type { Purse } from "../runner/budget/meter.ts";
import type { RequestSize } from "../runner/budget/sizes.ts";
import { TrialAbort, UsageError } from "../runner/errors.ts";
import type { TrialServices } from "../runner/trial/play-trial.ts";
import type { Answer, Told } from "./messages.ts";

type Tell = (told: Told) => void;

/** What the completions of a worker wait for, by their numbers. */
export class Answers {
  readonly #waiting = new Map<number, (answer: Answer) => void>();
  #asked = 0;

  /** The number of a completion, and what its run answers. */
  next(): { readonly number: number; readonly answer: Promise<Answer> } {
    const number = ++this.#asked;
    const { promise, resolve } = Promise.withResolvers<Answer>();
    this.#waiting.set(number, resolve);
    return { number, answer: promise };
  }

  take(answer: Answer): void {
    this.#waiting.get(answer.number)?.(answer);
    this.#waiting.delete(answer.number);
  }
}

interface JobOfPurse {
  readonly id: string;
  readonly attempt: number;
  readonly worker: string;
}

/** The budget of a run in another process: each completion of one attempt at a job asks there for room. */
export class RemotePurse implements Purse {
  readonly #job: JobOfPurse;
  readonly #caps: Caps;
  readonly #prices: TrialServices["prices"];
  readonly #answers: Answers;
  readonly #tell: Tell;
  #refusal: UsageError | TrialAbort | undefined;

  constructor(
    job: JobOfPurse,
    caps: Caps,
    prices: TrialServices["prices"],
    answers: Answers,
    tell: Tell,
  ) {
    this.#job = job;
    this.#caps = caps;
    this.#prices = prices;
    this.#answers = answers;
    this.#tell = tell;
  }

  requirePrices(models: Iterable<string>): void {
    new Budget(this.#caps, this.#prices).requirePrices(models);
  }

  async reserve(size: RequestSize): Promise<Reservation | undefined> {
    const { id: job, worker, attempt } = this.#job;
    const { number, answer } = this.#answers.next();
    const ask = { worker, number, attempt };
    this.#tell({ job, type: "reserve", ask, size });
    const { refusal } = await answer;
    if (refusal !== null) {
      const { name, message } = refusal;
      const isUsage = name === UsageError.name;
      this.#refusal = isUsage ? new UsageError(message) : new TrialAbort("budget", message);
      return undefined;
    }
    let isOpen = true;
    const close = (told: Told): void => {
      if (isOpen) this.#tell(told);
      isOpen = false;
    };
    return {
      settle: (usage, answeredBy) => close({ job, type: "settle", ask, usage, answeredBy }),
      release: () => close({ job, type: "release", ask }),
    };
  }

  refuse(size: RequestSize): UsageError | TrialAbort {
    if (this.#refusal === undefined) return new UsageError(UNCOUNTED);
    this.#tell({ job: this.#job.id, type: "refuse", size });
    return this.#refusal;
  }

  /** A request that is being sent cannot wait for what the run answers. */
  spend(): boolean {
    return false;
  }
}

const UNCOUNTED =
  "A tool asks a model by itself, which a worker cannot count against the cap of its run. Play the suite without --queue, or without a cap.";
