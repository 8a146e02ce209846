import type { Case } from "../cases/case.ts";
import type { PlacedCase } from "../cases/read-cases.ts";
import { ResultFile } from "../results/result-file.ts";
import type { Conclusions } from "../results/result-file.ts";
import type { CaseResult, ResultHeader, SuiteEnd, TrialResult } from "../results/result.ts";
import { caseResult } from "./case-result.ts";
import { selectCases, trialsOf } from "./select-cases.ts";
import type { Selection, Survey } from "./select-cases.ts";
import { TrialAbort } from "./trial-error.ts";
import { UnplayableCaseError, UsageError } from "./usage-error.ts";
import { didNotPass } from "./verdict.ts";

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
  /** How many more trials it takes at least to decide a case that has had these of those planned; 0 ends it. Left out, all are played. */
  readonly undecided?:
    | ((script: Case, trials: readonly TrialResult[], planned: number) => number)
    | undefined;
  /** Asked when all cases have been handed on. */
  readonly conclude: () => Conclusions;
}

/** Cases that have finished wait for slower ones before them; no more than so many, so that memory has an end. */
const LONGEST_WAIT = 4096;

const FLUSH_BYTES = 256 * 1024;
/** At least so long lies between two writings, and twenty times what the last one took. */
const FLUSH_MS = 200;

interface OpenCase {
  readonly case: Case;
  readonly line: number;
  readonly planned: number;
  /** How many of its trials were begun; those that have finished are in `trials`. */
  begun: number;
  readonly trials: TrialResult[];
  /** Those of its trials that are at play. */
  readonly playing: Set<AbortController>;
  /** Whether no more of its trials will be begun. */
  decided: boolean;
}

/** Plays the selected cases of a file, many at once, and writes their results as they finish. Throws UsageError and what is our own fault. */
export async function runSuite(options: SuiteOptions): Promise<SuiteEnd> {
  const { survey, selection, concurrency, signal, onCase } = options;
  const startedAt = performance.now();
  /**
   * In the order of the file. No Map or Set: each time one of those outgrows its table, the old table goes on holding the
   * new one, and once garbage collection calls a table old, every case that comes after is kept as if it were in use.
   */
  const open: OpenCase[] = [];
  let running = 0;
  let file: ResultFile | undefined;
  let notPassed = 0;
  let stopped: SuiteEnd["stopped"] = null;
  let failure: { readonly error: unknown } | undefined;
  let flushAt = 0;
  let flushLater: NodeJS.Timeout | undefined;
  let onSettled: (() => void) | undefined;
  /** How many cases may have to be played again, and those of them of which a trial can be begun. */
  let undecided = 0;
  const again: OpenCase[] = [];

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
  clearTimeout(flushLater);
  // A run that could not begin leaves the result of the one before it as it was.
  if (failure !== undefined && file === undefined) throw failure.error;
  const end = (file ?? newFile()).close(stopped, options.conclude());
  if (failure !== undefined) throw failure.error;
  return end;

  /** One place begins all trials: many that waited for the same stream of them would each keep the one before in memory. */
  async function playAll(): Promise<void> {
    const cases = selectCases(survey.file, selection, survey.only);
    let ended = false;
    while (stopped === null) {
      if (again.length === 0 && (ended || open.length === LONGEST_WAIT)) {
        if (ended && undecided === 0) return;
        await oneMoreSettled();
        continue;
      }
      let entry = again.shift();
      if (entry === undefined) {
        const next = await cases.next();
        ended = next.done === true;
        // Meanwhile a case may have come to need another trial.
        if (next.done) continue;
        open.push((entry = openCase(next.value)));
        undecided++;
      }
      while (mayBegin(entry) && stopped === null) {
        if (running < concurrency) void play(entry, ++entry.begun);
        else await oneMoreSettled();
      }
      decide(entry);
      if (entry.planned === 0) settle(false);
    }
  }

  function openCase({ case: script, line }: PlacedCase): OpenCase {
    const planned = trialsOf(script, options.trials);
    const playing = new Set<AbortController>();
    return { case: script, line, planned, begun: 0, trials: [], playing, decided: false };
  }

  function oneMoreSettled(): Promise<void> {
    return new Promise((resolve) => (onSettled = resolve));
  }

  /** How many more trials a case needs at least. */
  function missing({ case: script, trials, planned }: OpenCase): number {
    return options.undecided?.(script, trials, planned) ?? planned - trials.length;
  }

  /** No trial is begun that the ones at play could make needless. */
  function mayBegin(entry: OpenCase): boolean {
    const { planned, begun, trials } = entry;
    return begun < planned && begun - trials.length < missing(entry);
  }

  function decide(entry: OpenCase): void {
    if (entry.decided) return;
    entry.decided = entry.begun === entry.planned || missing(entry) === 0;
    if (entry.decided) undecided--;
  }

  async function play(entry: OpenCase, trial: number): Promise<void> {
    const controller = new AbortController();
    entry.playing.add(controller);
    running++;
    try {
      const result = await options.play(entry.case, trial, controller);
      if (result.error?.kind !== "interrupted") entry.trials.push(result);
      if (result.error?.kind === "budget") stop("budget");
      decide(entry);
      if (mayBegin(entry)) again.push(entry);
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
    if (why !== "interrupted") return;
    for (const { playing } of open)
      for (const controller of playing)
        controller.abort(new TrialAbort("interrupted", "The run was stopped."));
  }

  /** Hands on the cases that have finished, in the order of the file; at the end also those that were cut short. */
  function settle(atEnd: boolean): void {
    for (let entry = open[0]; entry !== undefined; entry = open[0]) {
      const decided = entry.decided && entry.trials.length === entry.begun;
      if (!decided && !atEnd) break;
      open.shift();
      if (entry.trials.length === 0 && entry.planned > 0) continue;
      const result = caseResult(entry, options.threshold, decided);
      (file ??= newFile()).add(result);
      onCase(result);
      if (didNotPass(result) && ++notPassed === options.bail) stop("bail");
    }
    if (file === undefined && open.some(({ trials }) => trials.length > 0)) file = newFile();
    flush();
  }

  /** Writes what has finished, at the latest when it is due: what is under way may take long. */
  function flush(): void {
    if (file === undefined) return;
    const now = performance.now();
    if (file.pendingBytes < FLUSH_BYTES && now < flushAt) {
      flushLater ??= setTimeout(flushDue, flushAt - now);
      return;
    }
    file.flush(
      open
        .filter(({ trials }) => trials.length > 0)
        .map((entry) => caseResult(entry, options.threshold, false)),
      stopped,
    );
    flushAt = performance.now() + Math.max(FLUSH_MS, 20 * (performance.now() - now));
  }

  function flushDue(): void {
    flushLater = undefined;
    try {
      flush();
    } catch (error) {
      fail(error);
    }
  }

  function placed(error: unknown, line: number): unknown {
    if (!(error instanceof UnplayableCaseError)) return error;
    return new UsageError(`${survey.file}:${line}: ${error.message}`, { cause: error });
  }

  function newFile(): ResultFile {
    return new ResultFile(options.resultFile, options.header, startedAt);
  }
}
