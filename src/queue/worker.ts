import { AsyncLocalStorage } from "node:async_hooks";
import { randomUUID } from "node:crypto";
import type { Job } from "bullmq";
import { AgentForms } from "../runner/agents/agent-forms.ts";
import { TrialAbort, UnplayableCaseError, UsageError } from "../runner/errors.ts";
import type { BlockedTrial } from "../runner/watchdog/time-limit.ts";
import { enterGround } from "../runs/process/ground.ts";
import { keys, KEPT_S, QUEUE, type Answer, type Setting } from "./messages.ts";
import type { Told, TrialJob } from "./messages.ts";
import { ReadySuite } from "./ready-suite.ts";
import { openRedis } from "./redis.ts";
import { Answers, RemotePurse } from "./remote-purse.ts";

/** How a worker works. */
export interface WorkerOptions {
  readonly url: string;
  /** How many trials it plays at once. */
  readonly concurrency: number;
  /** After how many seconds without a sign of life it is taken for dead, and its trials go to others. */
  readonly lease: number;
}

/** What a process has to tell a run of a trial whose code never gave way, after the process that played it has ended. */
export interface ToldOfBlocked {
  readonly run: string;
  readonly told: Told;
}

/** What a worker needs of its process. */
export interface WorkerSurroundings {
  /** Ends it, when the trials that it plays have ended. */
  readonly signal: AbortSignal;
  /** What the process before this one had to tell. */
  readonly told: readonly ToldOfBlocked[];
  /** Is given what says what is to be told of a blocked trial. */
  readonly onBlocked: (toTell: (trial: BlockedTrial) => ToldOfBlocked | undefined) => void;
  /** Called when it waits for trials. */
  readonly ready: () => void;
  /** Called with a line on what could not be played. */
  readonly tell: (line: string) => void;
}

/** A trial that has ended so many workers ends its run. */
const MOST_DEATHS = 5;
/** Suites of so many runs stay loaded. */
const MOST_READY = 16;

interface Playing {
  readonly data: TrialJob;
  readonly forms: AgentForms;
  readonly controller: AbortController;
}

/** Plays the trials of a queue until it is stopped. Throws UsageError for a queue that cannot be had. */
export async function work(
  options: WorkerOptions,
  surroundings: WorkerSurroundings,
): Promise<void> {
  const { url, concurrency, lease } = options;
  const redis = await openRedis(url);
  const { client, bullmq } = redis;
  /** Where no trial is: in one, time may stand still. */
  const outside = AsyncLocalStorage.snapshot();
  const ground = enterGround();
  const worker = randomUUID();
  const answers = new Answers();
  const playing = new Map<string, Playing>();
  const ready = new Map<string, Promise<ReadySuite>>();

  for (const { run, told } of surroundings.told) await tell(run, told);
  surroundings.onBlocked(({ id, result }) => {
    for (const [job, { data, forms }] of playing) {
      if (data.case.id !== id || data.trial !== result.trial) continue;
      const agents = forms.standing().agents ?? [];
      const files = { tapeMedia: [], media: [] };
      return { run: data.run, told: { type: "played", job, result, agents, files } };
    }
    return undefined;
  });
  void hearAnswers();
  const stops = redis.another();
  stops.on("message", (_, run: string) => {
    for (const { data, controller } of playing.values())
      if (data.run === run) controller.abort(new TrialAbort("interrupted", "The run was stopped."));
  });
  await stops.subscribe(keys.stops);
  const bull = new bullmq.Worker<TrialJob>(QUEUE, play, {
    connection: client,
    concurrency,
    lockDuration: lease * 1000,
    stalledInterval: lease * 500,
    maxStalledCount: MOST_DEATHS + 1,
  });
  // Connections come back by themselves, and a trial that was taken for lost is played by another.
  bull.on("error", () => undefined);
  await bull.waitUntilReady();
  surroundings.ready();
  await new Promise((stopped) => {
    if (surroundings.signal.aborted) stopped(undefined);
    else surroundings.signal.addEventListener("abort", stopped, { once: true });
  });
  await bull.close();
  redis.close();
  ground.leave();

  async function play({ id: job = "", data, ...attempts }: Job<TrialJob>): Promise<void> {
    const { run, suite } = data;
    const setting = await client.get(keys.setting(run, suite));
    if (setting === null) return tell(run, { type: "dropped", job });
    // A worker may have died after it had told, or been taken for dead.
    if ((await client.sismember(keys.played(run), job)) === 1) return;
    const entry = { data, forms: new AgentForms(), controller: new AbortController() };
    playing.set(job, entry);
    try {
      if (attempts.stalledCounter >= MOST_DEATHS) throw new UsageError(deadly(data));
      const parsed = JSON.parse(setting) as Setting;
      const loaded = await load(`${run} ${suite}`, parsed);
      const asking = { id: job, attempt: attempts.attemptsStarted, worker };
      const tellOfJob = (told: Told): void => void tell(run, told);
      const purse =
        parsed.caps && new RemotePurse(asking, parsed.caps, loaded.prices, answers, tellOfJob);
      const played = await loaded.play(data, purse, entry.forms, entry.controller);
      if (entry.controller.signal.reason?.kind !== "interrupted")
        await tell(run, { type: "played", job, ...played });
    } catch (error) {
      const { name, message, stack = message } = error as Error;
      const isTheirs = error instanceof UsageError || error instanceof UnplayableCaseError;
      if (isTheirs) surroundings.tell(message);
      await tell(run, { type: "threw", job, name, message: isTheirs ? message : stack });
    } finally {
      playing.delete(job);
    }
  }

  function load(key: string, setting: Setting): Promise<ReadySuite> {
    const loaded = ready.get(key) ?? ReadySuite.load(setting, ground);
    ready.set(key, loaded);
    const [oldest = key] = ready.keys();
    if (ready.size > MOST_READY) ready.delete(oldest);
    return loaded;
  }

  async function tell(run: string, told: Told): Promise<void> {
    const list = keys.told(run);
    const telling = outside(() => {
      const both = client.multi().rpush(list, JSON.stringify(told)).expire(list, KEPT_S);
      if (told.type !== "played") return both.exec();
      return both.sadd(keys.played(run), told.job).expire(keys.played(run), KEPT_S).exec();
    });
    await telling;
  }

  async function hearAnswers(): Promise<void> {
    const waiting = redis.another();
    for (;;) {
      // The connection is closed when the worker ends.
      const answer = await waiting.blpop(keys.answers(worker), 0).catch(() => null);
      if (answer === null) return;
      answers.take(JSON.parse(answer[1]) as Answer);
    }
  }
}

function deadly({ case: { id }, trial }: TrialJob): string {
  return `${MOST_DEATHS} workers have died while they played trial ${trial} of ${id}. Play it alone to see why: swarm-eval run without --queue.`;
}
