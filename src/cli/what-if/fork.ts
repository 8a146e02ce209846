import type { Case } from "../../cases/case.ts";
import { compareForks, type ForkedCounts } from "../../gate/runs/fork-comparison.ts";
import { forkText } from "../../reports/terminal/fork.ts";
import { headline } from "../../reports/failures/explain-trial.ts";
import { checkPlace } from "../../reports/failures/explain-trial.ts";
import { failureKey } from "../../reports/failures/failure-key.ts";
import { askedModelLines, AskedModels } from "../../reports/words/asked-models.ts";
import type { ForkArm, ForkResult } from "../../results/fork-result.ts";
import type { TrialResult } from "../../results/result.ts";
import { UsageError } from "../../runner/errors.ts";
import { playSuite } from "../../runner/suite/play-suite.ts";
import { selectCases } from "../../runner/suite/select-cases.ts";
import type { Observer, Plan, Suite } from "../../runner/suite/suite.ts";
import { trialOf } from "../../runner/trial/play-trial.ts";
import { addressOf } from "../../runner/trial/traffic.ts";
import { beginsAs, forkedTraffic, type Fork, type ForkPoint } from "../../runner/trial/fork.ts";
import { prepareDirectories } from "../../runs/files/directories.ts";
import { ResultPlace } from "../../runs/files/result-place.ts";
import { loadSuites, planSuites, suiteFiles, type PlannedSuite } from "../../runs/files/suites.ts";
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
import { openRuns, targetOf, endJournals } from "../../runs/resume.ts";
import type { PlayOptions } from "../../runs/settings/options.ts";
import { ownCommand } from "../../runs/settings/own-command.ts";
import { wilsonInterval } from "../../stats/intervals/wilson.ts";
import type { Counts } from "../../stats/counts.ts";
import { plural } from "../../text/count.ts";
import { printable } from "../../text/printable.ts";
import { exactPattern } from "../../text/shell.ts";
import { fileName } from "../../traffic/tape/path.ts";
import { TapeFile } from "../../traffic/tape/file.ts";
import { showThrough, tell } from "../output/screen.ts";
import { ownStdout, print, surroundings } from "../output/stdout.ts";
import { announceCost } from "../play/announce-cost.ts";
import { ExitCodes } from "../play/exit-codes.ts";
import { Progress } from "../play/progress.ts";
import { interruption } from "../process/events.ts";
import { EXIT, worst } from "../process/exit-code.ts";
import { relayed, type Relay } from "../process/relay.ts";

export interface ForkOptions extends Omit<PlayOptions, "modelOverride" | "variant" | "traffic"> {
  readonly at: ForkPoint;
  readonly follow: "request" | "place";
  readonly model: Fork["model"];
  readonly tools: Fork["tools"];
  readonly modelOverride?: readonly string[];
  readonly variant?: readonly string[];
  readonly agentsOverride?: readonly string[];
  readonly user?: string;
  readonly alpha: number;
  readonly failOn?: "worse";
  readonly json?: boolean;
}

/** A way in which trials go on. */
interface Way extends Pick<PlayOptions, "modelOverride" | "variant" | "agents"> {
  readonly label: string;
  readonly says?: Plan["says"];
}

const AS_IT_IS = "as it is";
const RECORDED = "recorded";

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
  const { at, follow, model, tools, alpha } = options;
  const shared: PlayOptions = { ...asPlayed(options), ids: new Set([id]) };
  const plan = planOf(shared);
  const files = suiteFiles(caseFiles, shared);
  // What goes out is let through as where it is recorded.
  prepare("record", files, shared);
  showThrough(redactorOf(shared));
  const planned = await theOnly(await planSuites(files, plan, () => undefined), id);
  const testCase = await caseOf(planned, plan);
  refuseUnplayable(testCase, at, options);
  const recorded = recordedTrials(planned, testCase, plan);
  if (recorded.length === 0) throw new UsageError(notRecorded(testCase, planned, options));

  const suites = new Map<string | undefined, Suite>();
  for (const agentsFile of new Set([undefined, ...ways.map(({ agents }) => agents)])) {
    const own = agentsFile === undefined ? planned : { ...planned, agentsFile, command: undefined };
    const [suite] = await loadSuites([own], { ...shared, ...plan });
    if (suite !== undefined) suites.set(agentsFile, suite);
  }
  const runs = [{ label: RECORDED }, ...ways].map((way: Way) => {
    const suite = suites.get(way.agents) as Suite;
    const own = { ...shared, ...way };
    const named = { suite: `${suite.name}.fork.${fileName(way.label)}` };
    const isLive = way.label !== RECORDED;
    const trials = isLive ? plan.trials : recorded.length;
    return {
      way,
      suite: { ...suite, survey: { ...suite.survey, trials } },
      own: { ...own, traffic: isLive ? ("live" as const) : ("replay" as const) },
      plan: { ...planOf(own), says: way.says, trials },
      place: new ResultPlace(suite.output, named),
    };
  });
  const requireDirectories = prepareDirectories([...suites.values()], "live");
  const opened = await openRuns(runs, { ...shared, traffic: "live" }, relay, tell);
  const live = runs.slice(1);
  for (const { suite, plan, own, way } of live)
    for (const line of await announceCost([suite], plan, own)) tell(`${way.label}: ${line}`);
  const budget = (relay.budget = budgetOf(shared, relay.spent));
  const signal = interruption();
  const asked = new AskedModels();
  const codes = new Set<number>();
  const arms: PlayedArm[] = [];
  for (const [index, { way, suite, own, plan, place }] of runs.entries()) {
    if (signal.aborted || budget?.refusal !== undefined) break;
    const isRecorded = index === 0;
    const fork: Fork = {
      at: isRecorded ? undefined : at,
      model,
      tools,
      byPlace: follow === "place",
      recorded,
    };
    const arm = new ArmTally(way.label, fork);
    const exits = new ExitCodes(own.traffic);
    const progress = new Progress(suite.survey, own.traffic);
    const header = {
      ...headerOf(suite, plan, own),
      ...(isRecorded ? {} : { forked_at: pointText(at) }),
    };
    const services = {
      ...servicesOf(suite, own, budget, signal),
      onBlocked: relay.onBlocked,
      traffic: forkedTraffic(
        suite.name,
        trafficOptions(suite, own),
        fork,
        isRecorded ? undefined : budget,
      ),
    };
    const observers: readonly (Observer | undefined)[] = [
      arm,
      exits,
      progress,
      ...(isRecorded ? [] : [asked, budget]),
    ];
    const open = opened[index];
    if (open === undefined) break;
    const end = await playSuite(suite, plan, services, observers, targetOf(open, header)).finally(
      () => progress.end(),
    );
    // That trials fail is what is compared; and what a changed prompt asks may not be recorded.
    if (!isRecorded) for (const code of exits.at(end)) if (code !== EXIT.failed) codes.add(code);
    arms.push({ tally: arm, file: place.file(end.stopped) });
    if (isRecorded) requireStep(arm, at);
  }
  if (!signal.aborted && budget?.refusal === undefined) endJournals(opened);
  const [first, ...others] = arms;
  const [reference, ...candidates] = others;
  if (first === undefined || reference === undefined) return worst([...codes, EXIT.interrupted]);
  const result: ForkResult = {
    version: 1,
    suite: planned.name,
    case: id,
    at: pointText(at),
    alpha,
    recorded: armOf(first),
    arms: others.map(armOf),
    comparisons: compareForks(
      [reference.tally.counts(), ...candidates.map(({ tally }) => tally.counts())],
      alpha,
    ),
  };
  if (options.json === true) await print(`${printable(JSON.stringify(result))}\n`);
  else await print(`${forkText(result, surroundings())}\n`);
  const models = askedModelLines(asked.all(), "live", new Date());
  for (const line of [...models, ...refusedLines(), ...capLines(budget, "live")]) tell(line);
  requireDirectories();
  const isWorse = result.comparisons.some((one) => one?.verdict === "worse");
  return worst([...codes, ...(options.failOn === "worse" && isWorse ? [EXIT.failed] : [])]);
}

interface PlayedArm {
  readonly tally: ArmTally;
  readonly file: string;
}

/** Observes the trials that go on in one way. */
class ArmTally implements Observer {
  readonly label: string;
  readonly trials: TrialResult[] = [];
  readonly #fork: Fork;

  constructor(label: string, fork: Fork) {
    this.label = label;
    this.#fork = fork;
  }

  trialFinished(_: unknown, result: TrialResult): void {
    this.trials.push(result);
  }

  /** Those that count, by the recorded trial that they began as. */
  counts(): ForkedCounts {
    const states = new Map<number, Counts>();
    for (const { trial, verdict } of this.trials) {
      if (verdict !== "passed" && verdict !== "failed") continue;
      const state = beginsAs(trial, this.#fork);
      const { passed, trials } = states.get(state) ?? { passed: 0, trials: 0 };
      states.set(state, { passed: passed + (verdict === "passed" ? 1 : 0), trials: trials + 1 });
    }
    return { label: this.label, states };
  }
}

function armOf({ tally, file }: PlayedArm): ForkArm {
  const { label } = tally;
  const trials = [...tally.trials].sort((one, other) => one.trial - other.trial);
  const passed = trials.filter(({ verdict }) => verdict === "passed").length;
  const failed = trials.filter(({ verdict }) => verdict === "failed");
  const errored = trials.filter(({ verdict }) => verdict === "errored");
  const strayed = trials.flatMap((one) => one.strayed ?? []);
  const counted = { passed, trials: passed + failed.length };
  const interval = wilsonInterval(counted);
  const groups = [...Map.groupBy(failed, failureKey).values()].map((group) => {
    const [one] = group as [TrialResult];
    return { reason: headline(one, checkPlace), trials: group.length };
  });
  return {
    label,
    result_file: file,
    ...counted,
    errored: errored.length,
    first_error: errored[0] === undefined ? null : headline(errored[0]),
    interval: interval === undefined ? null : [interval.lower, interval.upper],
    cost: trials.reduce<number | null>(
      (sum, { cost }) => (sum === null || cost === null ? null : sum + cost),
      0,
    ),
    strayed: strayed[0] === undefined ? null : { trials: strayed.length, first: strayed[0] },
    failures: groups.sort((one, other) => other.trials - one.trials),
  };
}

/** In which ways trials go on: always as it is, for the others to be compared with. */
function waysOf({ modelOverride, variant, agentsOverride, user, at }: ForkOptions): Way[] {
  const ways: Way[] = [
    { label: AS_IT_IS },
    ...(modelOverride ?? []).map((model) => ({ label: model, modelOverride: model })),
    ...(variant ?? []).map((name) => ({ label: name, variant: name })),
    ...(agentsOverride ?? []).map((agents) => ({ label: agents, agents })),
    ...(user === undefined ? [] : [{ label: `user: ${user}`, says: { turn: at.turn, user } }]),
  ];
  const labels = ways.map(({ label }) => label);
  const twice = labels.find((label, index) => labels.indexOf(label) < index);
  if (twice !== undefined) throw new UsageError(`${twice} is named twice. Each is played once.`);
  if (user !== undefined && at.step > 1)
    throw new UsageError(
      `--user takes the place of what the user says in turn ${at.turn}, which step 1 of the turn is. Leave the recording there: --at ${at.turn}.`,
    );
  return ways;
}

/** The options by which each trial is played, but for what tells the ways apart. */
function asPlayed({ modelOverride: _, variant: _variant, ...options }: ForkOptions): PlayOptions {
  return { ...options, traffic: "live" };
}

function theOnly([planned, other]: readonly PlannedSuite[], id: string): PlannedSuite {
  if (planned === undefined || other !== undefined)
    throw new UsageError(
      `Several case files have a case ${JSON.stringify(id)}: ${planned?.caseFile} and ${other?.caseFile}. Name one of them.`,
    );
  return planned;
}

async function caseOf({ survey }: PlannedSuite, { selection }: Plan): Promise<Case> {
  for await (const { case: testCase } of selectCases(survey, selection)) return testCase;
  throw new UsageError(`${survey.file} has changed while it was read.`);
}

/** Throws UsageError for a case that cannot be left at this turn. */
function refuseUnplayable(
  { id, turns, command, user: simulated }: Case,
  { turn }: ForkPoint,
  { user }: ForkOptions,
): void {
  const named = `The case ${JSON.stringify(id)}`;
  if (command !== undefined)
    throw new UsageError(`${named} plays a program, of which nobody can say at which step it is.`);
  if (simulated !== undefined && user !== undefined)
    throw new UsageError(
      `${named} has a model for its user: --user has nothing to take the place of.`,
    );
  if (simulated === undefined && turn > turns.length)
    throw new UsageError(`${named} has ${plural(turns.length, "turn")}, and so no turn ${turn}.`);
}

/** The numbers of the trials of a case that are recorded. */
function recordedTrials({ name, fixtures }: PlannedSuite, testCase: Case, plan: Plan): number[] {
  const isRecorded = (number: number): boolean =>
    new TapeFile(fixtures, addressOf(name, trialOf(testCase, number, { ...plan, variant: {} })))
      .exists;
  const recorded: number[] = [];
  for (let number = 1; isRecorded(number); number++) recorded.push(number);
  return recorded;
}

function notRecorded({ id }: Case, { caseFile }: PlannedSuite, options: ForkOptions): string {
  const flags = replayFlags({ ...asPlayed(options), trials: undefined });
  const selection = ["-t", exactPattern([id]), "--traffic", "record"];
  const command = ownCommand(["run", caseFile, ...flags, ...selection]);
  return `The case ${JSON.stringify(id)} has no recording to begin with. Record it: ${command}`;
}

/** Throws UsageError if no recording comes to the step at which it is to be left. */
function requireStep({ trials }: ArmTally, at: ForkPoint): void {
  const counts = trials.map(({ steps }) => steps.filter(({ turn }) => turn === at.turn).length);
  const most = Math.max(0, ...counts);
  const isWhole = trials.every(({ error }) => error === null);
  if (!isWhole || at.step <= most) return;
  throw new UsageError(
    `Turn ${at.turn} of the recording has ${plural(most, "step")}, and so no step ${at.step}. To see them: npx swarm-eval report reports/<suite>.json --open`,
  );
}

function pointText({ turn, step }: ForkPoint): string {
  return step === 1 ? String(turn) : `${turn}.${step}`;
}
