import type { CaseResult, Shard, SuiteResult, TrialResult } from "../results/result.ts";
import type { Observer } from "../runner/suite/suite.ts";
import { planSuites, suiteFiles } from "./files/suites.ts";
import { settingsOf, type LibraryOptions, type Undefinable } from "./library-options.ts";
import { bailsAfter, openRun, type Runner, type SuiteRun } from "./open-run.ts";
import { planOf } from "./plan/plan.ts";
import { capLines, refusedLines } from "./plan/services.ts";
import { enterGround } from "./process/ground.ts";
import type { SuiteOptions } from "./settings/options.ts";

/** How a suite is played. The options are the flags of `swarm-eval run` in camelCase, with the same defaults. */
export interface RunSuiteOptions
  extends
    LibraryOptions,
    Undefinable<
      Pick<
        SuiteOptions,
        | "trials"
        | "concurrency"
        | "bail"
        | "threshold"
        | "failOnErrors"
        | "baseline"
        | "bless"
        | "add"
        | "alpha"
        | "drift"
        | "until"
        | "maxTrials"
        | "coverage"
        | "coverageCases"
        | "unexpected"
        | "output"
      >
    > {
  /** Only cases whose id matches. */
  readonly testNamePattern?: RegExp | undefined;
  /** Only the cases with these ids. */
  readonly ids?: Iterable<string> | undefined;
  /** Only cases with one of these tags. */
  readonly tag?: string | readonly string[] | undefined;
  readonly shard?: Shard | undefined;
  /** Called with each case in the order of the file, as soon as it and all before it have finished. */
  readonly onCase?: ((result: CaseResult) => void) | undefined;
  /** Called with each trial as it finishes, and the id of its case. */
  readonly onTrial?: ((result: TrialResult, id: string) => void) | undefined;
  /** Called with what the command line says on stderr: misspelt names in cases, orphaned recordings, and the like. */
  readonly onNotice?: ((line: string) => void) | undefined;
}

/** As `runSuite` of the library. */
export async function runSuite(
  cases: string,
  { onCase, onTrial, onNotice, signal, tag, ids, ...options }: RunSuiteOptions,
): Promise<SuiteResult> {
  const tell = (line: string): void => onNotice?.(line);
  const ground = enterGround();
  const runner: Runner = { locks: [], goesOn: false };
  try {
    const again = (mode: string, id: string): string =>
      `runSuite(${JSON.stringify(cases)}, { agents, traffic: "${mode}", ids: [${JSON.stringify(id)}] })`;
    const settings = await settingsOf({
      // No command has agents that are in memory.
      howToRecord: typeof options.agents === "string" || !options.agents ? undefined : again,
      ...options,
      tag: tag === undefined ? tag : [tag].flat(),
      ids: ids === undefined ? ids : new Set(ids),
    });
    const plan = planOf(settings);
    const named = suiteFiles([cases], settings);
    ground.prepare({ ...settings, homes: named.map(({ home }) => home) });
    const planned = await planSuites(named, plan, tell);
    const run = await openRun(planned, plan, settings, runner, tell);
    const [suite] = run.suites as [SuiteRun];
    const header = suite.header();
    const results: CaseResult[] = [];
    const observer: Observer = {
      caseFinished(result) {
        results.push(result);
        onCase?.(result);
      },
      trialFinished: ({ testCase }, result) => onTrial?.(result, testCase.id),
    };
    const end = await suite.play(header, [observer], {
      signal: signal ?? new AbortController().signal,
      bail: bailsAfter(settings.bail),
    });
    run.end(end.stopped === null);
    const { warnings, gate } = suite;
    for (const line of [
      ...(gate?.bless(end) ?? []),
      ...(await warnings.doubts(end)),
      ...warnings.recordings(end),
      ...refusedLines(),
      ...capLines(run.budget, settings.traffic),
    ])
      tell(line);
    run.requireDirectories();
    return { ...header, cases: results, ...end };
  } finally {
    for (const lock of runner.locks) lock.release();
    ground.leave();
  }
}
