import { setImmediate as eventLoopTurn } from "node:timers/promises";
import type { Case } from "../../cases/case.ts";
import { ResultFile, type Conclusions } from "../../results/result-file.ts";
import type { CaseResult, SuiteEnd, TrialResult } from "../../results/result.ts";
import { TrialAbort, UnplayableCaseError, UsageError } from "../errors.ts";
import { CaseQueue, type OpenCase } from "./case-queue.ts";
import { caseResult, didNotPass } from "./case-result.ts";
import { ResultWriter } from "./result-writer.ts";
import { selectCases, type Survey } from "./select-cases.ts";
import type { Plan, ResultTarget, Services } from "./suite.ts";

/** How the trials of a suite are played and watched. */
export interface Scheduling {
  /** Plays one trial of a case, numbered from 1. The controller ends it with a TrialAbort as the reason. */
  play(testCase: Case, number: number, controller: AbortController): Promise<TrialResult>;
  readonly caseFinished: (result: CaseResult) => void;
  readonly conclude: () => Conclusions;
  readonly target: ResultTarget;
}

/** After this many starts the event loop has its turn, so that the first requests are sent while other trials start. */
const STARTS_AT_A_STRETCH = 16;

/** Plays the selected cases, many at once, and writes results as they finish. Throws UsageError and our own bugs. */
export async function scheduleTrials(
  survey: Survey,
  plan: Pick<Plan, "selection" | "trials" | "threshold" | "concurrency" | "bail">,
  { signal, trialsStillNeeded }: Pick<Services, "signal" | "trialsStillNeeded">,
  scheduling: Scheduling,
): Promise<SuiteEnd> {
  const { selection, concurrency, threshold } = plan;
  const { target } = scheduling;
  const startedAt = performance.now();
  const queue = new CaseQueue(plan.trials, trialsStillNeeded);
  const writer = new ResultWriter({
    open: () => new ResultFile(target.file, target.header, startedAt),
    unfinished: () => queue.unfinished().map((entry) => caseResult(entry, threshold)),
    stopped: () => stopped,
    onError: fail,
  });
  let running = 0;
  let notPassed = 0;
  let stopped: SuiteEnd["stopped"] = null;
  let failure: { readonly error: unknown } | undefined;
  let onFinished: (() => void) | undefined;

  const interrupt = (): void => stop("interrupted");
  signal.addEventListener("abort", interrupt, { once: true });
  if (signal.aborted) interrupt();
  try {
    await startAll();
  } catch (error) {
    fail(error);
  }
  while (running > 0) await nextFinished();
  signal.removeEventListener("abort", interrupt);
  takeFinished(true);
  if (failure !== undefined && !writer.hasBegun) throw failure.error;
  const end = writer.close(scheduling.conclude);
  if (failure !== undefined) throw failure.error;
  return end;

  /** All trials are started here: many loops over one stream of trials would each keep the previous trial in memory. */
  async function startAll(): Promise<void> {
    const cases = selectCases(survey, selection);
    let ended = false;
    let read = 0;
    let started = 0;
    while (stopped === null) {
      let entry = queue.nextReopened();
      if (entry === undefined) {
        if (ended && !queue.isUndecided) return;
        if (ended || queue.isFull) {
          await nextFinished();
          continue;
        }
        const next = await cases.next();
        ended = next.done === true;
        if (next.done) {
          requireAll(read);
          // Meanwhile a case may need another trial.
          continue;
        }
        read++;
        entry = queue.add(next.value);
      }
      while (queue.canStartTrial(entry) && stopped === null) {
        if (running === concurrency) {
          await nextFinished();
          continue;
        }
        void start(entry, ++entry.started);
        if (++started % STARTS_AT_A_STRETCH === 0) await eventLoopTurn();
      }
      queue.decide(entry);
      if (entry.planned === 0) takeFinished(false);
    }
  }

  /** A large file is read a second time, and may have been saved since the survey. */
  function requireAll(read: number): void {
    const { file, selected } = survey;
    if (read === selected) return;
    throw new UsageError(
      `${file} was changed while it was played: ${selected} cases were selected, and now there are ${read}. Play it again.`,
    );
  }

  function nextFinished(): Promise<void> {
    return new Promise((resolve) => (onFinished = resolve));
  }

  async function start(entry: OpenCase, number: number): Promise<void> {
    const controller = new AbortController();
    entry.running.add(controller);
    running++;
    try {
      const result = await scheduling.play(entry.case, number, controller);
      if (result.error?.kind === "budget") stop("budget");
      if (result.error?.kind !== "interrupted") queue.finish(entry, result);
      takeFinished(false);
    } catch (error) {
      fail(withLine(error, entry.line));
    } finally {
      entry.running.delete(controller);
      running--;
      onFinished?.();
    }
  }

  function fail(error: unknown): void {
    failure ??= { error };
    stop("interrupted");
  }

  function stop(why: NonNullable<SuiteEnd["stopped"]>): void {
    stopped ??= why;
    // Otherwise trials under way go on: they are paid for, and may end well.
    if (why === "interrupted") queue.abort(new TrialAbort("interrupted", "The run was stopped."));
  }

  /** Takes out finished cases in the order of the file; at the end, also those that were cut short. */
  function takeFinished(atEnd: boolean): void {
    for (const entry of queue.takeFinished(atEnd)) {
      if (entry.trials.length === 0 && entry.planned > 0) continue;
      const result = caseResult(entry, threshold);
      writer.add(result);
      scheduling.caseFinished(result);
      if (didNotPass(result) && ++notPassed === plan.bail) stop("bail");
    }
    if (!writer.hasBegun && queue.unfinished().length > 0) writer.begin();
    writer.write();
  }

  function withLine(error: unknown, line: number): unknown {
    if (!(error instanceof UnplayableCaseError)) return error;
    return new UsageError(`${survey.file}:${line}: ${error.message}`, { cause: error });
  }
}
