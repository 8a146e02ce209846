import { compareRuns } from "../gate/runs/compare-runs.ts";
import { RunTally, type ComparableRun, type ComparableRuns } from "../gate/runs/run-tally.ts";
import { refuseUnlikeRuns } from "../gate/runs/refuse-unlike.ts";
import { comparisonText } from "../reports/terminal/comparison.ts";
import { UsageError } from "../runner/errors.ts";
import { playSuite } from "../runner/suite/play-suite.ts";
import { listed } from "../text/count.ts";
import { fileName } from "../traffic/tape/path.ts";
import type { PlayOptions } from "./options/run-flags.ts";
import { readRuns } from "./output/result-files.ts";
import { ownStdout, print, surroundings } from "./output/stdout.ts";
import { announceCost } from "./play/announce-cost.ts";
import { ExitCodes } from "./play/exit-codes.ts";
import { headerOf, planOf, replayFlags, resultFile } from "./play/plan.ts";
import { prepare, prepareDirectories } from "./play/prepare.ts";
import { Progress } from "./play/progress.ts";
import { budgetOf, reportCap, servicesOf } from "./play/services.ts";
import { loadSuites, planSuites, suiteFiles } from "./play/suites.ts";
import { EXIT, worst } from "./process/exit-code.ts";
import { interruption } from "./process/events.ts";
import { limitYoungGeneration } from "./process/limit-young-generation.ts";
import { ownCommand } from "./process/own-command.ts";

export interface CompareOptions extends Omit<PlayOptions, "modelOverride"> {
  readonly modelOverride?: readonly string[];
  readonly alpha: number;
  readonly cluster?: string;
  readonly failOn?: "worse";
}

/** Compares models, or results. Returns the exit code. Throws UserError. */
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
  const { modelOverride: _, ...shared } = options;
  return playAll(files, models, shared);
}

async function playAll(
  caseFiles: readonly string[],
  models: readonly string[],
  options: Omit<CompareOptions, "modelOverride">,
): Promise<number> {
  const shared = planOf(options);
  const plans = models.map((model) => ({ ...shared, modelOverride: model }));
  const files = suiteFiles(caseFiles, options);
  const planned = await planSuites(files, shared);
  for (const { survey } of planned) refuseCluster(survey.file, survey.tags, options);
  prepare(options.traffic, options);
  const suites = await loadSuites(planned, options.timeout);
  prepareDirectories(suites, options);
  for (const plan of plans)
    for (const line of await announceCost(suites, plan, options))
      process.stderr.write(`${plan.modelOverride}: ${line}\n`);

  limitYoungGeneration();
  const budget = budgetOf(options);
  const signal = interruption();
  const codes = new Set<number>();
  let hasReplayMiss = false;
  for (const suite of suites) {
    const runs: ComparableRun[] = [];
    for (const plan of plans) {
      if (signal.aborted || budget?.refusal !== undefined) break;
      const { modelOverride } = plan;
      const services = servicesOf(suite, { ...options, modelOverride }, budget, signal);
      const header = headerOf(suite, plan, options);
      const file = resultFile(`${suite.name}.${fileName(modelOverride)}`, options);
      const tally = new RunTally();
      const progress = new Progress(suite.survey.selected);
      const exitCodes = new ExitCodes(options.traffic);
      const observers = [tally, progress, exitCodes, budget];
      const end = await playSuite(suite, plan, services, observers, { header, file });
      progress.clear();
      hasReplayMiss ||= exitCodes.hasReplayMiss;
      // That cases fail is what is compared.
      for (const code of exitCodes.at(end)) if (code !== EXIT.failed) codes.add(code);
      runs.push({ label: modelOverride, header, file, stopped: end.stopped, tally });
    }
    const [first, ...others] = runs;
    if (first !== undefined && others.length > 0)
      // Trials that broke off have added their own codes.
      for (const code of await reportComparison([first, ...others], options))
        if (code !== EXIT.errored) codes.add(code);
  }
  if (hasReplayMiss) {
    const flags = replayFlags({ ...options, modelOverride: models.join(",") });
    const command = ownCommand(["compare", ...caseFiles, ...flags, "--traffic", "record"]);
    process.stderr.write(`To record what is missing, for all models: ${command}\n`);
  }
  reportCap(budget, options.traffic);
  return worst(codes);
}

/** Prints how runs compare. Returns the exit codes that this calls for. */
async function reportComparison(
  runs: ComparableRuns,
  { alpha, cluster, failOn, json }: Omit<CompareOptions, "modelOverride">,
): Promise<number[]> {
  refuseUnlikeRuns(runs);
  const comparison = compareRuns(runs, alpha, cluster);
  await print(
    json === true
      ? `${JSON.stringify(comparison)}\n`
      : `${comparisonText(comparison, surroundings())}\n`,
  );
  const { comparisons } = comparison;
  const isWorse = comparisons.some((one) => one?.verdict === "worse");
  return [
    ...(failOn === "worse" && isWorse ? [EXIT.failed] : []),
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
      `--model-override names ${models.length === 0 ? "no model" : `only ${models[0]}`}. Name at least two, such as gpt-4o,gpt-4o-mini; the others are compared with the first.`,
    );
}

/** Throws UsageError if no case has a tag of the cluster. */
function refuseCluster(
  file: string,
  tags: ReadonlySet<string>,
  { cluster }: Pick<CompareOptions, "cluster">,
): void {
  if (cluster === undefined || [...tags].some((tag) => tag.startsWith(cluster))) return;
  throw new UsageError(
    `--cluster: no case of ${file} has a tag that begins with ${JSON.stringify(cluster)}. ${tags.size === 0 ? "Its cases have no tags." : `Its tags: ${listed([...tags], 5)}.`}`,
  );
}
