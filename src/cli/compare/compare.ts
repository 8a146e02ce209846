import { NoWorseRounds } from "../../gate/runs/no-worse.ts";
import { askedModelLines, type AskedModel } from "../../reports/words/asked-models.ts";
import { UsageError } from "../../runner/errors.ts";
import { listed } from "../../text/count.ts";
import { fileName } from "../../traffic/tape/path.ts";
import { playCompared } from "./played-runs.ts";
import {
  hasPage,
  refuseReporters,
  reportComparison,
  type ComparisonOptions,
} from "./report-comparison.ts";
import type { PlayOptions } from "../../runs/settings/options.ts";
import { prepareDirectories } from "../../runs/files/directories.ts";
import { readRuns } from "../output/result-files.ts";
import { ResultPlace } from "../../runs/files/result-place.ts";
import { plainReader, resultReader } from "../output/result-reading.ts";
import { ownStdout } from "../output/stdout.ts";
import { announceCost } from "../play/announce-cost.ts";
import { namesOf, planOf, replayFlags } from "../../runs/plan/plan.ts";
import { prepare } from "../../runs/process/prepare.ts";
import { endJournals, openRuns, spentBefore, type OpenRun } from "../../runs/resume.ts";
import { budgetOf, capLines, redactorOf, refusedLines } from "../../runs/plan/services.ts";
import { loadSuites, planSuites, suiteFiles } from "../../runs/files/suites.ts";
import { EXIT, worst } from "../process/exit-code.ts";
import { interruption } from "../process/events.ts";
import { withSmallYoungGeneration } from "../process/small-young-generation.ts";
import { ownCommand } from "../../runs/settings/own-command.ts";
import { relayed, type Relay } from "../process/relay.ts";
import { showThrough, tell } from "../output/screen.ts";

export interface CompareOptions
  extends
    ComparisonOptions,
    Omit<PlayOptions, "modelOverride" | "variant" | keyof ComparisonOptions> {
  readonly modelOverride?: readonly string[];
  readonly variant?: readonly string[];
}

/** Compares models, or results. Returns the exit code. Throws UserError. */
export async function compare(files: readonly string[], options: CompareOptions): Promise<number> {
  const { modelOverride: models, variant: variants, ...shared } = options;
  refuseReporters(options);
  if (shared.json === true) ownStdout();
  if (models === undefined && variants === undefined) {
    // What is printed shows no secrets, and what is written must not hold any.
    const read = hasPage(options) ? resultReader(options) : plainReader;
    const runs = readRuns(files, read);
    const [{ file, tally }] = runs;
    refuseCluster(file, new Set([...tally.cases.values()].flatMap(({ tags }) => tags)), options);
    return worst(await reportComparison(runs, [], options));
  }
  const compared = [
    ...(models ?? []).map((model) => ({ label: model, modelOverride: model })),
    ...(variants ?? []).map((variant) => ({ label: variant, variant })),
  ];
  refuseCompared(compared.map(({ label }) => label));
  refuseSingleTrials(options);
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
  showThrough(redactorOf(options));
  const planned = await planSuites(files, shared, tell);
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
  const opened = await openRuns(openings, options, relay, tell);
  const names = suites.map(({ name }) => name);
  const most = roundsOf(entries, options) === undefined ? "" : ", at most";
  for (const { label, own, plan } of entries)
    for (const line of await announceCost(suites, plan, own)) tell(`${label}${most}: ${line}`);

  const budget = (relay.budget = budgetOf(options, relay.spent ?? spentBefore(opened)));
  const signal = interruption();
  const { ended, onBlocked } = relay;
  let isWhole = true;
  for (const [position, suite] of suites.entries()) {
    if (position < ended.length) continue;
    const rounds = roundsOf(entries, options);
    const these = entries.map((entry, index) => {
      return { ...entry, opened: opened[position * entries.length + index] as OpenRun };
    });
    const played = await playCompared(suite, these, { budget, signal, onBlocked }, rounds);
    const { codes, asked, hasReplayMiss } = played;
    const [first, ...others] = played.runs;
    isWhole &&= played.runs.every(({ stopped }) => stopped === null);
    if (first !== undefined && others.length > 0) {
      const placed = { ...options, output: suite.output };
      const own = await reportComparison([first, ...others], names, placed, rounds);
      // Trials that broke off have added their own codes.
      for (const code of own) if (code !== EXIT.errored) codes.add(code);
    }
    ended.push({ codes: [...codes], asked: asked.all(), hasReplayMiss });
  }
  if (isWhole && !signal.aborted && budget?.refusal === undefined) endJournals(opened);
  if (ended.some(({ hasReplayMiss }) => hasReplayMiss)) {
    const flags = replayFlags({ ...options, ...flagsOf(compared) });
    const command = ownCommand(["compare", ...caseFiles, ...flags, "--traffic", "record"]);
    tell(`To record what is missing, for all of them: ${command}`);
  }
  const asked = ended.flatMap((suite) => suite.asked);
  const { traffic } = options;
  const models = askedModelLines(asked, traffic, new Date());
  for (const line of [...models, ...refusedLines(), ...capLines(budget, traffic)]) tell(line);
  requireDirectories();
  return worst(ended.flatMap(({ codes }) => codes));
}

/** How the runs of a suite ended. */
interface ComparedSuite {
  readonly codes: readonly number[];
  readonly asked: readonly AskedModel[];
  readonly hasReplayMiss: boolean;
}

/** Rounds of trials that go where they tell most; recordings have the trials that they have. */
function roundsOf(
  [, ...others]: readonly Pick<Compared, "label">[],
  { noWorse: margin, alpha, traffic }: SharedOptions,
): NoWorseRounds | undefined {
  if (margin === undefined || traffic !== "live") return undefined;
  return new NoWorseRounds(
    others.map(({ label }) => label),
    { margin, alpha },
  );
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

/** Throws UsageError if trials may go where they tell most, and no case may have more than one. */
function refuseSingleTrials({ noWorse, traffic, trials = 1 }: CompareOptions): void {
  if (noWorse === undefined || traffic !== "live" || trials > 1) return;
  throw new UsageError(
    "--no-worse plays cases of which it is not yet known as often as it takes. Say how often that may be at most, such as --trials 100.",
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
