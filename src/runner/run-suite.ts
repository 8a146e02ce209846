import type { Case } from "../cases/case.ts";
import { caseEstimates, countsOf } from "../results/pass-estimates.ts";
import { ResultFile } from "../results/result-file.ts";
import type { CaseResult, ResultHeader, SuiteEnd, TrialResult } from "../results/result.ts";
import { selectCases, trialsOf } from "./select-cases.ts";
import type { Selection, Survey } from "./select-cases.ts";
import { TrialAbort } from "./trial-error.ts";
import { verdictOfTrials } from "./verdict.ts";

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
  /** Stop after so many cases that did not pass; 0 never stops. */
  readonly bail: number;
  /** Plays one trial. Aborted by the controller, which gets a TrialAbort as its reason. */
  readonly play: (script: Case, trial: number, controller: AbortController) => Promise<TrialResult>;
  /** Stops the run: what has finished is kept. */
  readonly signal: AbortSignal;
  /** Told of every case in the order of the file, as soon as it and all before it have finished. */
  readonly onCase: (result: CaseResult) => void;
}

/** Cases that have finished wait for slower ones before them; no more than so many, so that memory has an end. */
const LONGEST_WAIT = 4096;

const FLUSH_BYTES = 256 * 1024;
/** At least so long lies between two writings, and twenty times what the last one took. */
const FLUSH_MS = 200;

interface OpenCase {
  readonly case: Case;
  readonly line: number;
  readonly expected: number;
  readonly trials: TrialResult[];
}

/** Plays the selected cases of a file, many at once, and writes their results as they finish. Throws UsageError and what is our own fault. */
export async function runSuite(options: SuiteOptions): Promise<SuiteEnd> {
  const { survey, selection, concurrency, signal, onCase } = options;
  const open = new Map<number, OpenCase>();
  const running = new Set<AbortController>();
  let file: ResultFile | undefined;
  let settled = 0;
  let notPassed = 0;
  let stopped: SuiteEnd["stopped"] = null;
  let failure: { readonly error: unknown } | undefined;
  let flushAt = 0;
  let onSettled: (() => void) | undefined;

  const interrupt = (): void => stop("interrupted");
  signal.addEventListener("abort", interrupt, { once: true });
  if (signal.aborted) interrupt();
  const jobs = trialsToPlay();
  await Promise.all(Array.from({ length: concurrency }, work));
  signal.removeEventListener("abort", interrupt);
  settle(true);
  const end = (file ?? newFile()).close(stopped);
  if (failure !== undefined) throw failure.error;
  return end;

  async function* trialsToPlay(): AsyncGenerator<{ entry: OpenCase; trial: number }> {
    let index = 0;
    for await (const { case: script, line } of selectCases(survey.file, selection, survey.only)) {
      const entry = { case: script, line, expected: trialsOf(script, options.trials), trials: [] };
      open.set(index++, entry);
      if (entry.expected === 0) settle(false);
      for (let trial = 1; trial <= entry.expected; trial++) {
        while (open.size > LONGEST_WAIT && stopped === null)
          await new Promise<void>((resolve) => (onSettled = resolve));
        if (stopped !== null) return;
        yield { entry, trial };
      }
    }
  }

  async function work(): Promise<void> {
    for await (const { entry, trial } of jobs) {
      const controller = new AbortController();
      running.add(controller);
      try {
        const result = await options.play(entry.case, trial, controller);
        if (result.error?.kind !== "interrupted") entry.trials.push(result);
        settle(false);
      } catch (error) {
        failure ??= { error };
        stop("interrupted");
      } finally {
        running.delete(controller);
      }
    }
  }

  function stop(why: NonNullable<SuiteEnd["stopped"]>): void {
    stopped ??= why;
    onSettled?.();
    if (why === "bail") return;
    for (const controller of running)
      controller.abort(new TrialAbort("interrupted", "The run was stopped."));
  }

  /** Hands on the cases that have finished, in the order of the file; at the end also those that were cut short. */
  function settle(atEnd: boolean): void {
    for (let entry = open.get(settled); entry !== undefined; entry = open.get(settled)) {
      if (entry.trials.length < entry.expected && !atEnd) break;
      open.delete(settled++);
      if (entry.trials.length === 0 && entry.expected > 0) continue;
      const result = caseResult(entry);
      (file ??= newFile()).add(result);
      onCase(result);
      if (
        (result.verdict === "failed" || result.verdict === "errored") &&
        ++notPassed === options.bail
      )
        stop("bail");
    }
    onSettled?.();
    const now = performance.now();
    if (file === undefined || (file.pendingBytes < FLUSH_BYTES && now < flushAt)) return;
    file.flush(
      [...open.values()].filter(({ trials }) => trials.length > 0).map(caseResult),
      stopped,
    );
    flushAt = performance.now() + Math.max(FLUSH_MS, 20 * (performance.now() - now));
  }

  function newFile(): ResultFile {
    return new ResultFile(options.resultFile, options.header);
  }
}

function caseResult({ case: { id, tags, skip }, line, trials }: OpenCase): CaseResult {
  const played = trials.toSorted((a, b) => a.trial - b.trial);
  return {
    id,
    tags,
    line,
    verdict: skip === false ? verdictOfTrials(played) : "skipped",
    ...(typeof skip === "string" ? { reason: skip } : {}),
    trials: played,
    ...(played.length > 1 ? { estimates: caseEstimates(countsOf(played)) } : {}),
  };
}
