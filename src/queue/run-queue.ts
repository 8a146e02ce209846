import { randomUUID } from "node:crypto";
import type { Job, Queue } from "bullmq";
import { UnplayableCaseError, UsageError } from "../runner/errors.ts";
import type { Budget } from "../runner/budget/budget.ts";
import type { Elsewhere, PlayedElsewhere } from "../runner/suite/suite.ts";
import type { Trial } from "../runner/trial/traffic.ts";
import type { SuiteRun } from "../runs/open-run.ts";
import type { SuiteOptions } from "../runs/settings/options.ts";
import type { Tell } from "../runs/settings/tell.ts";
import { plural } from "../text/count.ts";
import { writeKept } from "./kept-files.ts";
import { keys, KEPT_S, QUEUE, type Told, type TrialJob } from "./messages.ts";
import { addressOf, openRedis, type OpenRedis } from "./redis.ts";
import { Reservations } from "./reservations.ts";
import { settingOf } from "./settings.ts";

/** A run whose trials workers play says so often that it is there, and workers drop its jobs after a minute. */
const BEAT_MS = 10_000;
const ALIVE_S = 60;
/** When it is looked whether there are workers. */
const FIRST_LOOK_MS = 1000;
const LOOK_MS = 30_000;

/** A trial that is in the queue, or played. */
interface OpenTrial {
  readonly trial: Trial;
  readonly suite: number;
  readonly signal: AbortSignal;
  readonly job: Promise<Job>;
  resolve(played: PlayedElsewhere | undefined): void;
  reject(error: unknown): void;
}

interface RunOfQueue {
  readonly url: string;
  readonly suites: readonly SuiteRun[];
  readonly options: SuiteOptions;
  readonly budget: Budget | undefined;
  readonly tell: Tell;
}

/** Gives the trials of a run to the workers of a queue. Throws UsageError if there is none to be had. */
export async function openQueue(run: RunOfQueue): Promise<RunQueue> {
  const redis = await openRedis(run.url);
  const queue = new redis.bullmq.Queue<TrialJob>(QUEUE, { connection: redis.client });
  queue.on("error", () => undefined);
  const opened = new RunQueue(run, redis, queue);
  await opened.begin();
  return opened;
}

export class RunQueue {
  readonly #run: RunOfQueue;
  readonly #redis: OpenRedis;
  readonly #queue: Queue<TrialJob>;
  readonly #id = randomUUID();
  readonly #open = new Map<string, OpenTrial>();
  readonly #reservations: Reservations | undefined;
  readonly #settings: readonly string[];
  readonly #timers: NodeJS.Timeout[] = [];
  #removals: Promise<unknown>[] = [];
  #added = 0;

  constructor(run: RunOfQueue, redis: OpenRedis, queue: Queue<TrialJob>) {
    this.#run = run;
    this.#redis = redis;
    this.#queue = queue;
    this.#settings = run.suites.map((suite) => JSON.stringify(settingOf(suite, run.options)));
    this.#reservations = run.budget && new Reservations(run.budget, redis.client);
  }

  async begin(): Promise<void> {
    await this.#beat();
    void this.#listen(this.#redis.another());
    const look = (): void => void this.#look();
    this.#timers.push(
      setInterval(() => void this.#beat(), BEAT_MS),
      setTimeout(look, FIRST_LOOK_MS),
      setInterval(look, LOOK_MS),
    );
  }

  /** Plays the trials of a suite, by its number in the run. */
  suite(suite: number): Elsewhere {
    return {
      play: (trial, signal) => this.#play(trial, suite, signal),
      withdraw: () => this.#withdraw(),
    };
  }

  /** Takes all out of Redis that is the run's, and tells workers to leave its trials. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#timers.forEach(clearTimeout);
    this.#withdraw();
    await Promise.allSettled(this.#removals);
    const { client } = this.#redis;
    const settings = this.#settings.map((_, suite) => keys.setting(this.#id, suite));
    await client
      .pipeline()
      .del(...settings, keys.told(this.#id), keys.played(this.#id))
      .publish(keys.stops, this.#id)
      .exec();
    await this.#queue.close();
    this.#redis.close();
  }

  #play(trial: Trial, suite: number, signal: AbortSignal): Promise<PlayedElsewhere | undefined> {
    const { promise, resolve, reject } = Promise.withResolvers<PlayedElsewhere | undefined>();
    const id = `${this.#id}-${++this.#added}`;
    const { testCase, number } = trial;
    const data: TrialJob = { run: this.#id, suite, case: testCase, trial: number };
    const open: OpenTrial = { trial, suite, signal, job: this.#add(id, data), resolve, reject };
    this.#open.set(id, open);
    open.job.catch((error: unknown) => this.#take(id)?.reject(error));
    signal.addEventListener("abort", () => this.#take(id)?.resolve(undefined), { once: true });
    return promise;
  }

  #add(jobId: string, data: TrialJob): Promise<Job> {
    return this.#queue.add(QUEUE, data, { jobId, removeOnComplete: true, removeOnFail: true });
  }

  #withdraw(): void {
    for (const [id, { job }] of this.#open) {
      const removal = job.then((added) => added.remove());
      // One that is being played cannot be removed, and comes to its end.
      this.#removals.push(
        removal.then(
          () => this.#take(id)?.resolve(undefined),
          () => undefined,
        ),
      );
    }
  }

  /** Whoever takes a trial ends it: what workers tell of it later, or again, is not heard. */
  #take(id: string): OpenTrial | undefined {
    const open = this.#open.get(id);
    this.#open.delete(id);
    this.#reservations?.jobEnded(id);
    return open;
  }

  async #beat(): Promise<void> {
    const beat = this.#redis.client.pipeline();
    for (const [suite, setting] of this.#settings.entries())
      beat.set(keys.setting(this.#id, suite), setting, "EX", ALIVE_S);
    await beat.expire(keys.told(this.#id), KEPT_S).exec();
  }

  async #look(): Promise<void> {
    if (this.#open.size === 0 || (await this.#queue.getWorkersCount()) > 0) return;
    const address = addressOf(this.#run.url);
    this.#run.tell(
      `No worker is connected to ${address}, for ${plural(this.#open.size, "trial")} in the queue. Start one in a checkout of the same state, on this machine or another: npx swarm-eval worker ${address}`,
    );
  }

  async #listen(redis: ReturnType<OpenRedis["another"]>): Promise<void> {
    for (;;) {
      // The connection is closed when the run is over.
      const told = await redis.blpop(keys.told(this.#id), 0).catch(() => null);
      if (told === null) return;
      this.#hear(JSON.parse(told[1]) as Told);
    }
  }

  #hear(told: Told): void {
    const { job } = told;
    const open = this.#open.get(job);
    if (open === undefined) return;
    if (told.type === "played") {
      try {
        const suite = this.#run.suites[open.suite]?.suite;
        if (suite !== undefined) writeKept(suite, open.trial, told.files);
        this.#take(job)?.resolve(told);
      } catch (error) {
        this.#take(job)?.reject(error);
      }
    } else if (told.type === "threw") this.#take(job)?.reject(errorOf(told));
    else if (told.type === "dropped") this.#addAgain(job, open);
    else this.#reservations?.hear(told);
  }

  /** The run was taken for dead. */
  #addAgain(id: string, { trial, suite, signal, resolve, reject }: OpenTrial): void {
    this.#open.delete(id);
    const again = this.#beat().then(() => this.#play(trial, suite, signal));
    void again.then(resolve, reject);
  }
}

function errorOf({ name, message }: Told & { readonly type: "threw" }): Error {
  if (name === UnplayableCaseError.name) return new UnplayableCaseError(message);
  return name === UsageError.name ? new UsageError(message) : new Error(message);
}
