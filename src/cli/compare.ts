import { compareRuns } from "../gate/runs/compare-runs.ts";
import { RunTally } from "../gate/runs/run-tally.ts";
import type { ComparableRun, ComparableRuns } from "../gate/runs/run-tally.ts";
import { refuseUnlikeRuns } from "../gate/runs/refuse-unlike.ts";
import { comparisonText } from "../reports/terminal/comparison.ts";
import type { CaseResult, SuiteEnd } from "../results/result.ts";
import { UsageError } from "../runner/errors.ts";
import { playSuite } from "../runner/suite/play-suite.ts";
import type { Observer, Plan, Services, Suite } from "../runner/suite/suite.ts";
import { listed } from "../text/listed.ts";
import { fileName } from "../traffic/tape/path.ts";
import { selectionOf } from "./options/selection-flags.ts";
import type { SelectionFlags } from "./options/selection-flags.ts";
import { ownStdout, print } from "./output/own-stdout.ts";
import { surroundings } from "./output/reporters.ts";
import { readRuns } from "./output/result-files.ts";
import { announceCost } from "./play/announce-cost.ts";
import { ExitCodes } from "./play/exit-codes.ts";
import { budgetObserver, budgetOf, capReached } from "./play/money.ts";
import { headerOf, planOf, resultFile } from "./play/plan.ts";
import { prepare, prepareDirectory, prepareRecordings } from "./play/prepare.ts";
import { Progress } from "./play/progress.ts";
import { recordingHint } from "./play/replay-flags.ts";
import { servicesOf } from "./play/services.ts";
import type { PlaySettings } from "./play/settings.ts";
import { loadSuites, planSuites, suiteFiles } from "./play/suites.ts";
import { EXIT, worst } from "./process/exit-code.ts";
import { interruption } from "./process/interruption.ts";

/** The options of `compare`, as commander gives them. */
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
    return worst(await reportComparison(runs, options));
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
  const files = suiteFiles(caseFiles, options);
  const planned = await planSuites(files, selection, options.trials);
  for (const { survey } of planned) refuseCluster(survey.file, survey.tags, options);
  prepare(options.traffic);
  const suites = await loadSuites(planned, options.timeout);
  prepareDirectory(options.output, "Results");
  prepareRecordings(options);
  const settings = models.map((model): PlaySettings => ({ ...options, modelOverride: model }));
  for (const each of settings)
    for (const line of await announceCost(suites, planOf(each, selection), each))
      process.stderr.write(`${each.modelOverride}: ${line}\n`);

  const budget = budgetOf(options);
  const signal = interruption();
  const codes = new Set<number>();
  const missed = new ReplayMisses();
  for (const suite of suites) {
    const runs: ComparableRun[] = [];
    for (const each of settings) {
      if (signal.aborted || budget?.refusal !== undefined) break;
      const services = servicesOf(suite, each, budget, signal);
      const progress = new Progress(suite.survey.selected);
      const exitCodes = new ExitCodes();
      const observers = [
        progress,
        exitCodes,
        missed,
        ...(budget === undefined ? [] : [budgetObserver(budget)]),
      ];
      const { end, ...played } = await playRun(
        suite,
        planOf(each, selection),
        services,
        observers,
        each,
      );
      progress.clear();
      // That cases fail is what is compared.
      for (const code of exitCodes.at(end, options.traffic))
        if (code !== EXIT.failed) codes.add(code);
      runs.push(played);
    }
    const [first, ...others] = runs;
    if (first !== undefined && others.length > 0)
      // The trials that broke off have reported that and how themselves.
      for (const code of await reportComparison([first, ...others], options))
        if (code !== EXIT.errored) codes.add(code);
  }
  if (missed.some) process.stderr.write(`${recordingHint(caseFiles, models, options)}\n`);
  const stopped = capReached(budget, options.traffic);
  if (stopped !== undefined) process.stderr.write(`${stopped}\n`);
  return worst(codes);
}

/** Observes whether a request had no recording. */
class ReplayMisses {
  some = false;

  caseFinished({ trials }: CaseResult): void {
    this.some ||= trials.some(({ error }) => error?.kind === "replay_miss");
  }
}

/** Plays a suite with one model. Each model's result has a file of its own, beside that of a run. */
async function playRun(
  suite: Suite,
  plan: Plan,
  services: Services,
  observers: readonly Observer[],
  settings: PlaySettings,
): Promise<ComparableRun & { readonly end: SuiteEnd }> {
  const { modelOverride: label = "" } = settings;
  const header = headerOf(suite, settings);
  const file = resultFile(`${suite.name}.${fileName(label)}`, settings);
  const tally = new RunTally();
  const end = await playSuite(suite, plan, services, [tally, ...observers], { header, file });
  return { label, header, file, stopped: end.stopped, tally, end };
}

/** Prints how runs compare. Returns the exit codes that this calls for. */
async function reportComparison(
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
    // All trials of a run broke off: nobody can say that nothing is worse.
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

/** Throws UsageError if no case has a tag of the cluster. */
function refuseCluster(file: string, tags: ReadonlySet<string>, { cluster }: CompareOptions): void {
  if (cluster === undefined || [...tags].some((tag) => tag.startsWith(cluster))) return;
  throw new UsageError(
    `--cluster: no case of ${file} has a tag that begins with ${JSON.stringify(cluster)}. ${tags.size === 0 ? "Its cases have no tags." : `Its tags: ${listed([...tags], 5)}.`}`,
  );
}
