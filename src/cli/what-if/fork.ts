import type { Case } from "../../cases/case.ts";
import { compareForks } from "../../gate/runs/fork-comparison.ts";
import { forkText } from "../../reports/terminal/fork.ts";
import { askedModelLines, AskedModels } from "../../reports/words/asked-models.ts";
import type { ForkResult } from "../../results/comparison-result.ts";
import { UsageError } from "../../runner/errors.ts";
import { playSuite } from "../../runner/suite/play-suite.ts";
import type { Plan, Suite } from "../../runner/suite/suite.ts";
import { forkedTraffic, stepsOver, type Fork, type ForkPoint } from "../../runner/trial/fork.ts";
import { trialOf } from "../../runner/trial/play-trial.ts";
import { addressOf } from "../../runner/trial/traffic.ts";
import { prepareDirectories } from "../../runs/files/directories.ts";
import { ResultPlace } from "../../runs/files/result-place.ts";
import { namedCase } from "../../runs/files/named-case.ts";
import { loadSuites, suiteFiles, type PlannedSuite } from "../../runs/files/suites.ts";
import { headerOf, planOf, replayFlags } from "../../runs/plan/plan.ts";
import {
  budgetOf,
  capLines,
  redactorOf,
  refusedLines,
  servicesOf,
  trafficOptions,
} from "../../runs/plan/services.ts";
import { prepare } from "../../runs/process/prepare.ts";
import { endJournals, openRuns, targetOf, type OpenRun } from "../../runs/resume.ts";
import type { PlayOptions } from "../../runs/settings/options.ts";
import { ownCommand } from "../../runs/settings/own-command.ts";
import { plural } from "../../text/count.ts";
import { printable } from "../../text/printable.ts";
import { exactPattern } from "../../text/shell.ts";
import { TapeFile } from "../../traffic/tape/file.ts";
import { fileName } from "../../traffic/tape/path.ts";
import { showThrough, tell } from "../output/screen.ts";
import { ownStdout, print, surroundings } from "../output/stdout.ts";
import { announceCost } from "../play/announce-cost.ts";
import { ExitCodes } from "../play/exit-codes.ts";
import { Progress } from "../play/progress.ts";
import { interruption } from "../process/events.ts";
import { EXIT, worst } from "../process/exit-code.ts";
import { relayed, type Relay } from "../process/relay.ts";
import { refuseUnplayable, waysOf, type ForkOptions, type Way } from "./fork-ways.ts";
import { ForkedTrials } from "./forked-trials.ts";

/** Plays a case from one of its steps on. Returns the exit code. Throws UserError. */
export async function fork(
  id: string,
  caseFiles: readonly string[],
  options: ForkOptions,
): Promise<number> {
  if (options.json === true) ownStdout();
  const ways = waysOf(options);
  return relayed<never>((relay) => playWays(id, caseFiles, ways, options, relay));
}

async function playWays(
  id: string,
  caseFiles: readonly string[],
  ways: readonly Way[],
  options: ForkOptions,
  relay: Relay<never>,
): Promise<number> {
  const { at, alpha, failOn } = options;
  const shared = { ...asPlayed(options), ids: new Set([id]) };
  const plan = planOf(shared);
  const files = suiteFiles(caseFiles, shared);
  // What goes out must be seen, as where it is recorded.
  prepare("record", files, shared);
  showThrough(redactorOf(shared));
  const { planned, testCase } = await namedCase(id, files, plan);
  const { command } = planned;
  refuseUnplayable(command === undefined ? testCase : { ...testCase, command }, options);
  const recorded = recordedTrials(planned, testCase, plan);
  if (recorded.length === 0) throw new UsageError(notRecorded(testCase, planned, shared));
  const runs = await runsOf(planned, [RECORDED, ...ways], shared);
  const requireDirectories = prepareDirectories(
    runs.map(({ suite }) => suite),
    "live",
  );
  const opened = await openRuns(runs, shared, relay, tell);
  const budget = (relay.budget = budgetOf(shared, relay.spent));
  const signal = interruption();
  const asked = new AskedModels();
  const codes = new Set<number>();
  const played: { readonly trials: ForkedTrials; readonly file: string }[] = [];
  for (const [index, { way, suite, own, plan: ownPlan, place }] of runs.entries()) {
    if (signal.aborted || budget?.refusal !== undefined) break;
    const isLive = way !== RECORDED;
    if (isLive)
      for (const line of await announceCost([suite], ownPlan, own)) tell(`${way.label}: ${line}`);
    const fork: Fork = {
      at: isLive ? at : undefined,
      model: options.model,
      tools: options.tools,
      byPlace: options.follow === "place",
      recorded,
    };
    const traffic = isLive ? ("live" as const) : ("replay" as const);
    const thisPlan = isLive ? ownPlan : { ...ownPlan, trials: recorded.length };
    const paying = isLive ? budget : undefined;
    const trials = new ForkedTrials(way.label, fork);
    const exits = new ExitCodes(traffic);
    const progress = new Progress(suite.survey, traffic);
    const header = headerOf(suite, thisPlan, { ...own, traffic });
    const services = {
      ...servicesOf(suite, own, paying, signal),
      traffic: forkedTraffic(suite.name, trafficOptions(suite, own), fork, paying),
      onBlocked: relay.onBlocked,
    };
    const end = await playSuite(
      suite,
      thisPlan,
      services,
      [trials, exits, progress, ...(isLive ? [asked, budget] : [])],
      targetOf(opened[index] as OpenRun, isLive ? { ...header, forked_at: pointText(at) } : header),
    ).finally(() => progress.end());
    played.push({ trials, file: place.file(end.stopped) });
    if (!isLive) requireStep(trials, at);
    // That trials fail is what is compared. Recordings that agents of today do not fit are told by the first.
    else for (const code of exits.at(end)) if (code !== EXIT.failed) codes.add(code);
  }
  if (!signal.aborted && budget?.refusal === undefined) endJournals(opened);
  const [first, reference, ...candidates] = played;
  if (first !== undefined && reference !== undefined) {
    const others = [reference, ...candidates];
    const result: ForkResult = {
      version: 1,
      suite: planned.name,
      case: id,
      at: pointText(at),
      alpha,
      recorded: first.trials.arm(first.file),
      arms: others.map(({ trials, file }) => trials.arm(file)),
      comparisons: compareForks(
        [reference.trials.counts(), ...candidates.map(({ trials }) => trials.counts())],
        alpha,
      ),
    };
    const text =
      options.json === true ? printable(JSON.stringify(result)) : forkText(result, surroundings());
    await print(`${text}\n`);
    const isWorse = result.comparisons.some((one) => one?.verdict === "worse");
    if (failOn === "worse" && isWorse) codes.add(EXIT.failed);
  }
  if (codes.has(EXIT.replay) && options.follow === "request")
    tell("To follow the recording by its places, whatever is asked there now: --follow place");
  const models = askedModelLines(asked.all(), "live", new Date());
  for (const line of [...models, ...refusedLines(), ...capLines(budget, "live")]) tell(line);
  requireDirectories();
  return worst(signal.aborted ? [...codes, EXIT.interrupted] : codes);
}

/** How the recordings go on themselves. */
const RECORDED: Way = { label: "recorded" };

/** A way with the agents that it is played with, and where its result goes. */
interface WayRun {
  readonly way: Way;
  readonly suite: Suite;
  readonly own: PlayOptions;
  readonly plan: Plan;
  readonly place: ResultPlace;
}

async function runsOf(
  planned: PlannedSuite,
  ways: readonly Way[],
  shared: PlayOptions,
): Promise<WayRun[]> {
  const runs: WayRun[] = [];
  const suites = new Map<string | undefined, Suite>();
  for (const way of ways) {
    const { agents, label, says, ...asked } = way;
    const own = { ...shared, ...asked, ...(agents === undefined ? {} : { agents }) };
    const plan = { ...planOf(own), says };
    const files = agents === undefined ? planned : { ...planned, agentsFile: agents };
    const suite = suites.get(agents) ?? (await loadSuites([files], { ...own, ...plan }))[0];
    if (suite === undefined) continue;
    suites.set(agents, suite);
    const name = `${suite.name}.fork.${fileName(label)}`;
    runs.push({ way, suite, own, plan, place: new ResultPlace(suite.output, { suite: name }) });
  }
  return runs;
}

/** The options by which each trial is played, but for what tells the ways apart. */
function asPlayed({ modelOverride: _, variant: _variant, ...options }: ForkOptions): PlayOptions {
  return { ...options, traffic: "live" };
}

/** The numbers of the trials of a case that are recorded. */
function recordedTrials({ name, fixtures }: PlannedSuite, testCase: Case, plan: Plan): number[] {
  const isRecorded = (number: number): boolean =>
    new TapeFile(fixtures, addressOf(name, trialOf(testCase, number, plan))).exists;
  const recorded: number[] = [];
  for (let number = 1; isRecorded(number); number++) recorded.push(number);
  return recorded;
}

function notRecorded({ id }: Case, { caseFile }: PlannedSuite, options: PlayOptions): string {
  const flags = replayFlags({ ...options, trials: undefined });
  const selection = ["-t", exactPattern([id]), "--traffic", "record"];
  const command = ownCommand(["run", caseFile, ...flags, ...selection]);
  return `The case ${JSON.stringify(id)} has no recording to begin with. Record it: ${command}`;
}

/** Throws UsageError if no recording comes to the step at which it is to be left. */
function requireStep({ results }: ForkedTrials, at: ForkPoint): void {
  const most = Math.max(...results.map(({ steps }) => stepsOver({ turn: at.turn, steps })));
  // One that agents of today do not fit may come further.
  if (results.some(({ error }) => error !== null) || at.step <= most) return;
  throw new UsageError(
    most === 0
      ? `The recording ends before turn ${at.turn}.`
      : `Turn ${at.turn} of the recording has ${plural(most, "step")}, and so no step ${at.step}.`,
  );
}

function pointText({ turn, step }: ForkPoint): string {
  return step === 1 ? String(turn) : `${turn}.${step}`;
}
