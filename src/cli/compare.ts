import { join } from "node:path";
import { compareRuns } from "../gate/runs/compare-runs.ts";
import { RunTally } from "../gate/runs/run-tally.ts";
import type { ComparableRun, ComparableRuns } from "../gate/runs/run-tally.ts";
import { refuseUnlikeRuns } from "../gate/runs/unlike-runs.ts";
import { comparisonText } from "../reports/terminal/comparison.ts";
import type { CaseResult, SuiteEnd } from "../results/result.ts";
import { UsageError } from "../runner/errors.ts";
import { listed } from "../text/count.ts";
import { fileName } from "../traffic/tape/path.ts";
import { announceCost } from "./play/announce-cost.ts";
import { EXIT, worst } from "./process/exit-code.ts";
import { interruption } from "./process/interruption.ts";
import { loadSuites, planSuites } from "./play/load-suites.ts";
import { ownStdout, print } from "./output/own-stdout.ts";
import type { PlaySettings } from "./play/play-settings.ts";
import { headerOf, playSuite } from "./play/play-suite.ts";
import type { SuiteRun } from "./play/play-suite.ts";
import { prepare, prepareRecordings } from "./play/prepare.ts";
import { Progress } from "./play/progress.ts";
import { surroundings } from "./output/reporters.ts";
import { recordingHint } from "./play/replay-flags.ts";
import { readRuns } from "./output/result-files.ts";
import { budgetOf, capReached } from "./play/run-prices.ts";
import { selectionOf } from "./options/selection-flags.ts";
import type { SelectionFlags } from "./options/selection-flags.ts";
import { caseExitCodes, suiteExitCodes } from "./play/suite-exit-codes.ts";
import { suiteFiles } from "./play/suite-files.ts";

/** The options of `compare`, as commander hands them over. */
export interface CompareOptions extends Omit<PlaySettings, "modelOverride">, SelectionFlags {
  readonly modelOverride?: readonly string[];
  readonly alpha: number;
  readonly cluster?: string;
  readonly failOn?: "worse";
  readonly json?: boolean;
}

/** Plays cases with several models, or reads results, and sets them side by side. Returns the exit code. Throws UsageError, CaseFileError and UnlikeRunsError. */
export async function compare(files: readonly string[], options: CompareOptions): Promise<number> {
  const { modelOverride: models, json } = options;
  if (json === true) ownStdout();
  if (models === undefined) {
    const runs = readRuns(files);
    const [{ file, tally }] = runs;
    refuseCluster(file, new Set([...tally.cases.values()].flatMap(({ tags }) => tags)), options);
    return worst(await say(runs, options));
  }
  refuseModels(models);
  return playAll(files, models, options);
}

async function playAll(
  caseFiles: readonly string[],
  models: readonly string[],
  options: CompareOptions,
): Promise<number> {
  const selection = selectionOf(options);
  const planned = await planSuites(suiteFiles(caseFiles, options), selection, options.trials);
  for (const { survey } of planned) refuseCluster(survey.file, survey.tags, options);
  prepare(options.traffic);
  const loaded = await loadSuites(planned, options.timeout);
  prepareRecordings(options);
  const settings = models.map((model): PlaySettings => ({ ...options, modelOverride: model }));
  for (const each of settings)
    for (const line of await announceCost(loaded, selection, each))
      process.stderr.write(`${each.modelOverride}: ${line}\n`);

  const budget = budgetOf(options);
  const signal = interruption();
  const codes = new Set<number>();
  let missing = false;
  for (const suite of loaded) {
    const runs: ComparableRun[] = [];
    for (const each of settings) {
      if (signal.aborted || budget?.refusal !== undefined) break;
      const progress = new Progress(suite.survey.selected);
      const onCase = (result: CaseResult): void => {
        progress.add(result);
        missing ||= result.trials.some(({ error }) => error?.kind === "replay_miss");
        for (const code of caseExitCodes(result)) if (code !== EXIT.failed) codes.add(code);
      };
      const run = { ...suite, selection, settings: each, signal, budget, onCase };
      const { end, ...played } = await playRun(run);
      progress.clear();
      for (const code of suiteExitCodes(end, options.traffic)) codes.add(code);
      runs.push(played);
    }
    const [first, ...others] = runs;
    if (first !== undefined && others.length > 0)
      // That trials broke off, and how, they have said themselves.
      for (const code of await say([first, ...others], options))
        if (code !== EXIT.errored) codes.add(code);
  }
  if (missing) process.stderr.write(`${recordingHint(caseFiles, models, options)}\n`);
  const stopped = capReached(budget, options.traffic);
  if (stopped !== undefined) process.stderr.write(`${stopped}\n`);
  return worst(codes);
}

/** Plays a suite with one model. Each model's result has a file of its own, beside that of a run. */
async function playRun(
  run: Omit<SuiteRun, "header" | "resultFile">,
): Promise<ComparableRun & { readonly end: SuiteEnd }> {
  const { suite, survey, settings, onCase } = run;
  const { modelOverride: label = "", output } = settings;
  const header = headerOf(suite, survey, settings);
  const file = join(output, `${suite.name}.${fileName(label)}.json`);
  const tally = new RunTally();
  const end = await playSuite({
    ...run,
    header,
    resultFile: file,
    onCase: (result) => {
      tally.add(result);
      onCase(result);
    },
  });
  return { label, header, file, stopped: end.stopped, tally, end };
}

/** Says how runs compare. Returns the exit codes that this calls for. */
async function say(
  runs: ComparableRuns,
  { alpha, cluster, failOn, json }: CompareOptions,
): Promise<number[]> {
  refuseUnlikeRuns(runs);
  const comparison = compareRuns(runs, alpha, cluster);
  await print(
    json === true
      ? `${JSON.stringify(comparison)}\n`
      : `${comparisonText(comparison, surroundings())}\n`,
  );
  const { comparisons } = comparison;
  const worse = comparisons.some((one) => one?.verdict === "worse");
  return [
    ...(failOn === "worse" && worse ? [EXIT.failed] : []),
    // All trials of a run broke off: that nothing is worse cannot be said.
    ...(comparisons.includes(null) ? [EXIT.errored] : []),
  ];
}

function refuseModels(models: readonly string[]): void {
  const twice = models.find((model, index) => models.indexOf(model) < index);
  if (twice !== undefined)
    throw new UsageError(`--model-override names ${twice} twice. Each model is compared once.`);
  if (models.length < 2)
    throw new UsageError(
      `--model-override names ${models.length === 0 ? "no model" : `only ${models[0]}`}. Name at least two, such as gpt-4o,gpt-4o-mini; the others are held against the first.`,
    );
}

/** Before anything is paid for. */
function refuseCluster(file: string, tags: ReadonlySet<string>, { cluster }: CompareOptions): void {
  if (cluster === undefined || [...tags].some((tag) => tag.startsWith(cluster))) return;
  throw new UsageError(
    `--cluster: no case of ${file} has a tag that begins with ${JSON.stringify(cluster)}. ${tags.size === 0 ? "Its cases have no tags." : `Its tags: ${listed([...tags], 5)}.`}`,
  );
}
