import { compareRuns } from "../gate/runs/compare-runs.ts";
import { RunTally, type ComparableRun, type ComparableRuns } from "../gate/runs/run-tally.ts";
import { refuseUnlikeRuns } from "../gate/runs/refuse-unlike.ts";
import { comparisonText } from "../reports/terminal/comparison.ts";
import { askedModelLines, AskedModels, type AskedModel } from "../reports/words/asked-models.ts";
import { suiteTitle } from "../reports/words/suite-title.ts";
import { UsageError } from "../runner/errors.ts";
import { playSuite } from "../runner/suite/play-suite.ts";
import { listed } from "../text/count.ts";
import { fileName } from "../traffic/tape/path.ts";
import type { PlayOptions } from "./options/run-flags.ts";
import { prepareDirectories } from "./output/directories.ts";
import { readRuns } from "./output/result-files.ts";
import { ResultPlace } from "./output/result-place.ts";
import { ownStdout, print, surroundings } from "./output/stdout.ts";
import { announceCost } from "./play/announce-cost.ts";
import { ExitCodes } from "./play/exit-codes.ts";
import { headerOf, namesOf, planOf, replayFlags } from "./play/plan.ts";
import { prepare } from "./play/prepare.ts";
import { Progress } from "./play/progress.ts";
import {
  endJournals,
  openRuns,
  playedModules,
  spentBefore,
  targetOf,
  type OpenRun,
} from "./play/resume.ts";
import { budgetOf, reportCap, reportRefused, servicesOf } from "./play/services.ts";
import { loadSuites, planSuites, suiteFiles } from "./play/suites.ts";
import { EXIT, worst } from "./process/exit-code.ts";
import { interruption } from "./process/events.ts";
import { withSmallYoungGeneration } from "./process/small-young-generation.ts";
import { ownCommand } from "./process/own-command.ts";
import { relayed, type Relay } from "./process/relay.ts";
import { printable } from "../text/printable.ts";
import { tell } from "./output/screen.ts";

export interface CompareOptions extends Omit<PlayOptions, "modelOverride" | "variant"> {
  readonly modelOverride?: readonly string[];
  readonly variant?: readonly string[];
  readonly alpha: number;
  readonly cluster?: string;
  readonly failOn?: "worse";
}

/** Compares models, or results. Returns the exit code. Throws UserError. */
export async function compare(files: readonly string[], options: CompareOptions): Promise<number> {
  const { modelOverride: models, variant: variants, ...shared } = options;
  if (shared.json === true) ownStdout();
  if (models === undefined && variants === undefined) {
    const runs = readRuns(files);
    const [{ file, tally }] = runs;
    refuseCluster(file, new Set([...tally.cases.values()].flatMap(({ tags }) => tags)), options);
    return worst(await reportComparison(runs, [], options));
  }
  const compared = [
    ...(models ?? []).map((model) => ({ label: model, modelOverride: model })),
    ...(variants ?? []).map((variant) => ({ label: variant, variant })),
  ];
  refuseCompared(compared.map(({ label }) => label));
  return withSmallYoungGeneration(() =>
    relayed<ComparedSuite>((relay) => playAll(files, compared, shared, relay)),
  );
}

/** A model, or a variant. */
interface Compared extends Pick<PlayOptions, "modelOverride" | "variant"> {
  readonly label: string;
}

type SharedOptions = Omit<CompareOptions, "modelOverride" | "variant">;

async function playAll(
  caseFiles: readonly string[],
  compared: readonly Compared[],
  options: SharedOptions,
  relay: Relay<ComparedSuite>,
): Promise<number> {
  const shared = planOf(options);
  const entries = compared.map(({ label, ...one }) => {
    const own = { ...options, ...one };
    return { label, own, plan: planOf(own) };
  });
  const files = suiteFiles(caseFiles, options);
  prepare(options.traffic, files, options);
  const planned = await planSuites(files, shared);
  for (const { survey } of planned) refuseCluster(survey.file, survey.tags, options);
  const suites = await loadSuites(planned, { ...options, ...shared });
  const requireDirectories = prepareDirectories(suites, options.traffic);
  const openings = suites.flatMap((suite) =>
    entries.map(({ label, plan }) => {
      const { variant: _, ...names } = namesOf(suite, plan);
      const run = { ...names, suite: `${suite.name}.${fileName(label)}` };
      return { suite, plan, place: new ResultPlace(suite.output, run) };
    }),
  );
  const opened = await openRuns(openings, options, relay);
  const names = suites.map(({ name }) => name);
  for (const { label, own, plan } of entries)
    for (const line of await announceCost(suites, plan, own)) tell(`${label}: ${line}`);

  const budget = (relay.budget = budgetOf(options, relay.spent ?? spentBefore(opened)));
  const signal = interruption();
  const { ended, onBlocked } = relay;
  let isWhole = true;
  for (const [position, suite] of suites.entries()) {
    if (position < ended.length) continue;
    const codes = new Set<number>();
    const asked = new AskedModels();
    let hasReplayMiss = false;
    const runs: ComparableRun[] = [];
    for (const [index, { label, own, plan }] of entries.entries()) {
      if (signal.aborted || budget?.refusal !== undefined) break;
      const services = { ...servicesOf(suite, own, budget, signal), onBlocked };
      const header = headerOf(suite, plan, options);
      const one = opened[position * entries.length + index] as OpenRun;
      const tally = new RunTally();
      const progress = new Progress(suite.survey, options.traffic);
      const exitCodes = new ExitCodes(options.traffic);
      const observers = [tally, asked, progress, exitCodes, budget, playedModules(one.place)];
      const target = targetOf(one, header);
      const end = await playSuite(suite, plan, services, observers, target).finally(() =>
        progress.end(),
      );
      const file = one.place.file(end.stopped);
      isWhole &&= end.stopped === null;
      hasReplayMiss ||= exitCodes.hasReplayMiss;
      // That cases fail is what is compared.
      for (const code of exitCodes.at(end)) if (code !== EXIT.failed) codes.add(code);
      runs.push({ label, header, file, stopped: end.stopped, tally });
    }
    const [first, ...others] = runs;
    if (first !== undefined && others.length > 0)
      // Trials that broke off have added their own codes.
      for (const code of await reportComparison([first, ...others], names, options))
        if (code !== EXIT.errored) codes.add(code);
    ended.push({ codes: [...codes], asked: asked.all(), hasReplayMiss });
  }
  if (isWhole && !signal.aborted && budget?.refusal === undefined) endJournals(opened);
  if (ended.some(({ hasReplayMiss }) => hasReplayMiss)) {
    const flags = replayFlags({ ...options, ...flagsOf(compared) });
    const command = ownCommand(["compare", ...caseFiles, ...flags, "--traffic", "record"]);
    tell(`To record what is missing, for all of them: ${command}`);
  }
  const asked = ended.flatMap((suite) => suite.asked);
  for (const line of askedModelLines(asked, options.traffic, new Date())) tell(line);
  reportRefused();
  reportCap(budget, options.traffic);
  requireDirectories();
  return worst(ended.flatMap(({ codes }) => codes));
}

/** How the runs of a suite ended. */
interface ComparedSuite {
  readonly codes: readonly number[];
  readonly asked: readonly AskedModel[];
  readonly hasReplayMiss: boolean;
}

/** Prints how runs of one of these suites compare. Returns the exit codes that this calls for. */
async function reportComparison(
  runs: ComparableRuns,
  names: readonly string[],
  { alpha, cluster, failOn, json }: SharedOptions,
): Promise<number[]> {
  refuseUnlikeRuns(runs);
  const comparison = compareRuns(runs, alpha, cluster);
  await print(
    json === true
      ? `${printable(JSON.stringify(comparison))}\n`
      : `${comparisonText({ ...comparison, suite: suiteTitle(runs[0].header, names) }, surroundings())}\n`,
  );
  const { comparisons } = comparison;
  const isWorse = comparisons.some((one) => one?.verdict === "worse");
  return [
    ...(failOn === "worse" && isWorse ? [EXIT.failed] : []),
    // All trials of a run broke off: nobody can say that nothing is worse.
    ...(comparisons.includes(null) ? [EXIT.errored] : []),
  ];
}

/** What is compared, as flags name it. */
function flagsOf(compared: readonly Compared[]): Pick<PlayOptions, "modelOverride" | "variant"> {
  const models = compared.flatMap(({ modelOverride = [] }) => modelOverride);
  const variants = compared.flatMap(({ variant = [] }) => variant);
  return {
    ...(models.length > 0 ? { modelOverride: models.join() } : {}),
    ...(variants.length > 0 ? { variant: variants.join() } : {}),
  };
}

function refuseCompared(names: readonly string[]): void {
  const twice = names.find((name, index) => names.indexOf(name) < index);
  if (twice !== undefined)
    throw new UsageError(`${twice} is named twice. Each model and each variant is compared once.`);
  if (names.length < 2)
    throw new UsageError(
      `${names.length === 0 ? "Nothing" : `Only ${names[0]}`} is named to be compared. Name at least two, such as --model-override gpt-5.4,gpt-5.4-mini, or variants of the config; the others are compared with the first.`,
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
