import { setImmediate as eventLoopTurn } from "node:timers/promises";
import type { Case } from "../../cases/case.ts";
import type { Standing } from "../../results/journal/journal.ts";
import { NewTexts } from "../../trajectory/texts.ts";
import { ResultFile, type Conclusions } from "../../results/result-file.ts";
import type { CaseResult, SuiteEnd, TrialResult } from "../../results/result.ts";
import { written, type WrittenTrial } from "../../results/written-trial.ts";
import { TrialAbort, UnplayableCaseError, UsageError } from "../errors.ts";
import { CaseQueue, type OpenCase } from "./case-queue.ts";
import { caseResult, didNotPass } from "./case-result.ts";
import { selectCases, type Survey } from "./select-cases.ts";
import type { Plan, ResultTarget, Services } from "./suite.ts";

/** How the trials of a suite are played and watched. */
export interface Scheduling {
  /**
   * Plays one trial of a case, numbered from 1. The controller ends it with a TrialAbort as the reason. Undefined for one
   * that was not played to its end, and leaves nothing.
   */
  play(
    testCase: Case,
    number: number,
    controller: AbortController,
  ): Promise<WrittenTrial | undefined>;
  /** Takes back what was given to `play` and has not begun: no more is to be started. */
  withdraw(): void;
  /** Takes up a trial that an earlier process of the run has played. */
  takeUp(testCase: Case, result: TrialResult): Promise<void>;
  /** What is to be kept in the journal beside a trial that has just finished. */
  standing(): Standing;
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
  {
    signal,
    trialsStillNeeded,
    onBlocked,
  }: Pick<Services, "signal" | "trialsStillNeeded" | "onBlocked">,
  scheduling: Scheduling,
): Promise<SuiteEnd> {
  const { selection, concurrency, threshold } = plan;
  const { header, journal, kept, fileAt } = scheduling.target;
  const startedAt = performance.now() - (kept?.standing.at ?? 0);
  const journalTexts = new NewTexts();
  const queue = new CaseQueue(plan.trials, trialsStillNeeded);
  let file: ResultFile | undefined;
  // A run that could not begin leaves nothing.
  const begin = (): ResultFile => (file ??= new ResultFile(fileAt(null), header, startedAt));
  let running = 0;
  let notPassed = 0;
  let stopped: SuiteEnd["stopped"] = null;
  let failure: { readonly error: unknown } | undefined;
  let onFinished: (() => void) | undefined;

  const interrupt = (): void => stop("interrupted");
  signal.addEventListener("abort", interrupt, { once: true });
  onBlocked?.(({ id, result }) => {
    const entry = queue.find(id);
    if (entry !== undefined) keep(entry, written(result));
  });
  if (signal.aborted) interrupt();
  try {
    await startAll();
  } catch (error) {
    fail(error);
  }
  while (running > 0) await nextFinished();
  signal.removeEventListener("abort", interrupt);
  takeFinished(true);
  if (failure !== undefined && file === undefined) throw failure.error;
  journal.close();
  const end = begin().close(stopped, scheduling.conclude(), { file: fileAt(stopped) });
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
      const before = kept?.trial(entry.case.id, number, entry.fingerprint);
      if (before === undefined) {
        const played = await scheduling.play(entry.case, number, controller);
        if (played === undefined) return;
        const { result, text } = played;
        if (result.error?.kind === "budget") stop("budget");
        if (result.error?.kind !== "interrupted") {
          keep(entry, played);
          queue.finish(entry, result, text);
        }
      } else {
        await scheduling.takeUp(entry.case, before.result);
        queue.finish(entry, before.result, before.text);
      }
      takeFinished(false);
    } catch (error) {
      fail(withLine(error, entry.line));
    } finally {
      entry.running.delete(controller);
      running--;
      onFinished?.();
    }
  }

  /** Puts a finished trial into the journal. */
  function keep(entry: OpenCase, { result, text }: WrittenTrial): void {
    const { case: testCase, line, planned, fingerprint } = entry;
    const { id, tags } = testCase;
    const at = Math.round(performance.now() - startedAt);
    // Where the cap has ended a trial, it is played once there is room.
    if (result.error?.kind !== "budget") {
      const standing = scheduling.standing();
      const texts = journalTexts.of([result]);
      const own = texts === undefined ? {} : { texts };
      journal.add({ id, tags, line, planned, fingerprint, at, ...standing, ...own }, text);
    }
  }

  function fail(error: unknown): void {
    failure ??= { error };
    stop("interrupted");
  }

  function stop(why: NonNullable<SuiteEnd["stopped"]>): void {
    stopped ??= why;
    scheduling.withdraw();
    // Otherwise trials under way go on: they are paid for, and may end well.
    if (why === "interrupted") queue.abort(new TrialAbort("interrupted", "The run was stopped."));
  }

  /** Takes out finished cases in the order of the file; at the end, also those that were cut short. */
  function takeFinished(atEnd: boolean): void {
    for (const entry of queue.takeFinished(atEnd)) {
      if (entry.trials.length === 0 && entry.planned > 0) continue;
      const result = caseResult(entry, threshold);
      const texts = result.trials.map(({ trial }) => entry.texts[trial] as Buffer);
      begin().add(result, texts);
      scheduling.caseFinished(result);
      if (didNotPass(result) && ++notPassed === plan.bail) stop("bail");
    }
  }

  function withLine(error: unknown, line: number): unknown {
    if (!(error instanceof UnplayableCaseError)) return error;
    return new UsageError(`${survey.file}:${line}: ${error.message}`, { cause: error });
  }
}
