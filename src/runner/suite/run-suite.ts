import { setImmediate as eventLoopTurn } from "node:timers/promises";
import type { Case } from "../../cases/case.ts";
import { ResultFile } from "../../results/result-file.ts";
import type { Conclusions } from "../../results/result-file.ts";
import type { CaseResult, ResultHeader, SuiteEnd, TrialResult } from "../../results/result.ts";
import { CaseQueue } from "./case-queue.ts";
import type { OpenCase, Undecided } from "./case-queue.ts";
import { caseResult } from "./case-result.ts";
import { ResultWriter } from "./result-writer.ts";
import { selectCases } from "./select-cases.ts";
import type { Selection, Survey } from "./select-cases.ts";
import { TrialAbort, UnplayableCaseError, UsageError } from "../errors.ts";
import { didNotPass } from "./verdict.ts";

/** Which cases are played, how, and who is told of what happens. */
export interface SuiteOptions {
  readonly survey: Survey;
  readonly selection: Selection;
  readonly header: ResultHeader;
  /** Where the result file goes. */
  readonly resultFile: string;
  /** How often each case is played that does not say so itself. */
  readonly trials: number;
  /** How many conversations are played at once. */
  readonly concurrency: number;
  /** Stop after so many cases that did not pass. */
  readonly bail: number;
  /** Plays one trial. Aborted by the controller, which gets a TrialAbort as its reason. */
  readonly play: (script: Case, trial: number, controller: AbortController) => Promise<TrialResult>;
  /** Stops the run: what has finished is kept. */
  readonly signal: AbortSignal;
  /** Told of every case in the order of the file, as soon as it and all before it have finished. */
  readonly onCase: (result: CaseResult) => void;
  /** The share of a case's trials that must pass for it to pass. */
  readonly threshold: number;
  /** Ends a case before all its trials were played; left out, all are. */
  readonly undecided?: Undecided | undefined;
  /** Asked when all cases have been handed on. */
  readonly conclude: () => Conclusions;
}

/** After so many beginnings the event loop has its turn: what the first trials ask is on its way while others are begun. */
const BEGUN_AT_A_STRETCH = 16;

/** Plays the selected cases of a file, many at once, and writes their results as they finish. Throws UsageError and what is our own fault. */
export async function runSuite(options: SuiteOptions): Promise<SuiteEnd> {
  const { survey, selection, concurrency, threshold, signal, onCase } = options;
  const startedAt = performance.now();
  const queue = new CaseQueue(options.trials, options.undecided);
  const writer = new ResultWriter({
    open: () => new ResultFile(options.resultFile, options.header, startedAt),
    unfinished: () => queue.begun().map((entry) => caseResult(entry, threshold)),
    stopped: () => stopped,
    onError: fail,
  });
  let running = 0;
  let notPassed = 0;
  let stopped: SuiteEnd["stopped"] = null;
  let failure: { readonly error: unknown } | undefined;
  let onSettled: (() => void) | undefined;

  const interrupt = (): void => stop("interrupted");
  signal.addEventListener("abort", interrupt, { once: true });
  if (signal.aborted) interrupt();
  try {
    await playAll();
  } catch (error) {
    fail(error);
  }
  while (running > 0) await oneMoreSettled();
  signal.removeEventListener("abort", interrupt);
  settle(true);
  if (failure !== undefined && !writer.hasBegun) throw failure.error;
  const end = writer.close(options.conclude);
  if (failure !== undefined) throw failure.error;
  return end;

  /** One place begins all trials: many that waited for the same stream of them would each keep the one before in memory. */
  async function playAll(): Promise<void> {
    const cases = selectCases(survey, selection);
    let ended = false;
    let read = 0;
    let begun = 0;
    while (stopped === null) {
      let entry = queue.again();
      if (entry === undefined) {
        if (ended && !queue.isUndecided) return;
        if (ended || queue.isFull) {
          await oneMoreSettled();
          continue;
        }
        const next = await cases.next();
        ended = next.done === true;
        if (next.done) {
          requireAll(read);
          // Meanwhile a case may have come to need another trial.
          continue;
        }
        read++;
        entry = queue.add(next.value);
      }
      while (queue.mayBegin(entry) && stopped === null) {
        if (running === concurrency) {
          await oneMoreSettled();
          continue;
        }
        void play(entry, ++entry.begun);
        if (++begun % BEGUN_AT_A_STRETCH === 0) await eventLoopTurn();
      }
      queue.decide(entry);
      if (entry.planned === 0) settle(false);
    }
  }

  /** What is played is what the survey counted: a large file is read again, and may have been saved meanwhile. */
  function requireAll(read: number): void {
    const { file, selected } = survey;
    if (read === selected) return;
    throw new UsageError(
      `${file} was changed while it was played: ${selected} cases were selected, and now there are ${read}. Play it again.`,
    );
  }

  function oneMoreSettled(): Promise<void> {
    return new Promise((resolve) => (onSettled = resolve));
  }

  async function play(entry: OpenCase, trial: number): Promise<void> {
    const controller = new AbortController();
    entry.playing.add(controller);
    running++;
    try {
      const result = await options.play(entry.case, trial, controller);
      if (result.error?.kind === "budget") stop("budget");
      if (result.error?.kind !== "interrupted") queue.finish(entry, result);
      settle(false);
    } catch (error) {
      fail(placed(error, entry.line));
    } finally {
      entry.playing.delete(controller);
      running--;
      onSettled?.();
    }
  }

  function fail(error: unknown): void {
    failure ??= { error };
    stop("interrupted");
  }

  function stop(why: NonNullable<SuiteEnd["stopped"]>): void {
    stopped ??= why;
    // What is under way is paid for, and may end well.
    if (why === "interrupted") queue.abort(new TrialAbort("interrupted", "The run was stopped."));
  }

  /** Hands on the cases that have finished, in the order of the file; at the end also those that were cut short. */
  function settle(atEnd: boolean): void {
    for (const entry of queue.handOn(atEnd)) {
      if (entry.trials.length === 0 && entry.planned > 0) continue;
      const result = caseResult(entry, threshold);
      writer.add(result);
      onCase(result);
      if (didNotPass(result) && ++notPassed === options.bail) stop("bail");
    }
    if (!writer.hasBegun && queue.begun().length > 0) writer.begin();
    writer.write();
  }

  function placed(error: unknown, line: number): unknown {
    if (!(error instanceof UnplayableCaseError)) return error;
    return new UsageError(`${survey.file}:${line}: ${error.message}`, { cause: error });
  }
}
