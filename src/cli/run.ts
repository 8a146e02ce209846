import { createReadStream } from "node:fs";
import { join } from "node:path";
import type { EndedSuite as PlayedSuite } from "../reports/terminal/suites.ts";
import { askedModelLines, AskedModels, type AskedModel } from "../reports/words/asked-models.ts";
import type { Budget } from "../runner/budget/budget.ts";
import { playSuite } from "../runner/suite/play-suite.ts";
import type { Plan, Services, Suite } from "../runner/suite/suite.ts";
import { keepAgentsMade } from "../swarm/agent/agent.ts";
import { listed } from "../text/count.ts";
import { onDisk } from "../text/from-start.ts";
import type { RunOptions } from "./options/run-flags.ts";
import { prepareDirectories } from "./output/directories.ts";
import { beginReports, refuseUnknownReporters } from "./output/reporters.ts";
import { ResultPlace } from "./output/result-place.ts";
import { ownStdout, print, SeveralSuites } from "./output/stdout.ts";
import type { SuiteCoverage } from "./play/coverage.ts";
import { ExitCodes } from "./play/exit-codes.ts";
import type { SuiteGate } from "./play/gate.ts";
import { failedBefore, howToRecord, lastFailed, nothingFailed } from "./play/last-failed.ts";
import { headerOf, namesOf, planOf } from "./play/plan.ts";
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
import { loadSuites, planSuites, suiteFiles, type PlannedSuite } from "./play/suites.ts";
import { Warnings } from "./play/warnings.ts";
import { EXIT, worst } from "./process/exit-code.ts";
import { interruption } from "./process/events.ts";
import { relayed, type Relay } from "./process/relay.ts";
import { narrowed, tellLoaded } from "./process/watched-run.ts";
import { withSmallYoungGeneration } from "./process/small-young-generation.ts";
import { printable } from "../text/printable.ts";
import { tell } from "./output/screen.ts";

/** Plays suites and reports on them. Returns the exit code. Throws UsageError, CaseFileError and BaselineError. */
export async function run(caseFiles: readonly string[], given: RunOptions): Promise<number> {
  const { watched } = given;
  const options = watched === undefined ? given : narrowed(given, watched);
  refuseUnknownReporters(options.reporter);
  if (options.json === true) ownStdout();
  const named = suiteFiles(caseFiles, options).filter(
    ({ caseFile }) => watched?.suites?.includes(caseFile) !== false,
  );
  // Also those that turn out to be broken are watched.
  if (watched !== undefined) await tellLoaded(named, options.asking?.file);
  const failed = options.lastFailed === true ? lastFailed(named, options) : undefined;
  const passed = failed && nothingFailed(failed);
  if (passed !== undefined) {
    tell(passed);
    return EXIT.passed;
  }
  const plan = planOf(options, failed);
  const files = named.filter(({ caseFile }) => failed?.has(caseFile) !== false);
  keepAgentsMade();
  // A module of cases is loaded to be read, and may import its agents.
  prepare(options.traffic, files, options);
  return withSmallYoungGeneration(async () => {
    const planned = await planSuites(files, plan);
    return relayed<EndedSuite>((relay) => playAll(planned, plan, options, relay));
  });
}

async function playAll(
  planned: readonly PlannedSuite[],
  plan: Plan,
  options: RunOptions,
  relay: Relay<EndedSuite>,
): Promise<number> {
  const several = new SeveralSuites(planned.length, options);
  const gates = await gatesOf(planned, plan, options);
  const tellWatcher = (): Promise<void> | undefined =>
    options.watched && tellLoaded(planned, options.asking?.file);
  const suites = await loadSuites(planned, { ...options, ...plan }).finally(tellWatcher);
  const requireDirectories = prepareDirectories(suites, options.traffic);
  const openings = suites.map((suite) => {
    return { suite, plan, place: new ResultPlace(suite.output, namesOf(suite, plan)) };
  });
  const runs = await openRuns(openings, options, relay);
  const budget = (relay.budget = budgetOf(options, relay.spent ?? spentBefore(runs)));

  if (options.traffic !== "replay") {
    const { announceCost } = await import("./play/announce-cost.ts");
    for (const line of await announceCost(suites, plan, options)) tell(line);
  }
  const names = suites.map(({ name }) => name);
  const signal = interruption();
  const { ended } = relay;
  for (const before of ended) several.ended(before);
  let bail = options.bail === true ? 1 : options.bail || Infinity;
  for (const { notPassed } of ended) bail -= notPassed;
  while (ended.length < suites.length) {
    if (signal.aborted || budget?.refusal !== undefined || bail <= 0) break;
    const suite = suites[ended.length] as Suite;
    const { onBlocked } = relay;
    const services = { ...servicesOf(suite, options, budget, signal), onBlocked };
    const run = runs[ended.length] as OpenRun;
    const parts = { run, gate: gates[ended.length], budget, several, names };
    const one = await runSuite(suite, { ...plan, bail }, services, parts, options);
    ended.push(one);
    bail -= one.notPassed;
  }
  const codes = ended.flatMap((one) => one.codes);
  const missed = ended.filter(({ hasReplayMiss }) => hasReplayMiss).map(({ name }) => name);
  const asked = ended.flatMap((one) => one.asked);
  const played = ended.length;
  // Some modules are loaded by a tool.
  await tellWatcher();
  several.finish();
  if (played === suites.length && ended.every(({ end }) => end.stopped === null)) endJournals(runs);
  const unplayed = suites.slice(played).map(({ caseFile }) => caseFile);
  if (unplayed.length > 0) tell(`Not started: ${listed(unplayed)}.`);
  for (const line of askedModelLines(asked, options.traffic, new Date())) tell(line);
  reportRefused();
  reportCap(budget, options.traffic);
  if (missed.length > 0) tell(howToRecord(missed, options));
  requireDirectories();
  return worst(codes);
}

/** How a suite of a run ended. */
interface EndedSuite extends PlayedSuite {
  readonly codes: readonly number[];
  readonly notPassed: number;
  readonly hasReplayMiss: boolean;
  readonly asked: readonly AskedModel[];
}

/** What suites of one run share, and the gate of this one. */
interface RunParts {
  readonly run: OpenRun;
  readonly gate: SuiteGate | undefined;
  readonly budget: Budget | undefined;
  readonly several: SeveralSuites;
  /** Those of all suites. */
  readonly names: readonly string[];
}

async function runSuite(
  suite: Suite,
  plan: Plan,
  services: Services,
  { run, gate, budget, several, names }: RunParts,
  options: RunOptions,
): Promise<EndedSuite> {
  const header = headerOf(
    suite,
    plan,
    options,
    mayLeaveUnplayed(suite, plan) ? failedBefore(suite, options) : undefined,
  );
  const { place } = run;
  const target = targetOf(run, header);
  const reports = await beginReports({ ...options, output: suite.output }, header, names);
  const exitCodes = new ExitCodes(options.traffic);
  const warnings = new Warnings(suite, options);
  const asked = new AskedModels();
  const coverage = await coverageOf(suite, options);
  const progress = new Progress(suite.survey, options.traffic);
  const watching = [gate, budget, coverage, warnings, asked, exitCodes, reports, progress];
  const observers = [...watching, playedModules(place)];
  const gated = { ...services, trialsStillNeeded: gate?.trialsStillNeeded };
  const end = await playSuite(suite, plan, gated, observers, target).finally(() => progress.end());
  // It may be a whole result from now on, which a part of the suite would make way for.
  const name = place.name(end.stopped);
  const checked = exitCodes.at(end);
  const codes = gate?.exitCodes(end, checked) ?? checked;
  const doubts = await warnings.doubts(end);
  if (options.strict === true && doubts.length > 0) codes.add(EXIT.usage);
  several.begin(suite.caseFile);
  await reports.end(end, name);
  gate?.report(end);
  if (coverage?.report() === false) codes.add(EXIT.failed);
  const played = { name: suite.caseFile, end, exit: worst(codes) };
  several.ended(played);
  for (const line of [...doubts, ...warnings.recordings(end)]) tell(line);
  if (options.json === true) await printOneLine(join(suite.output, `${name}.json`));
  for (const line of place.lines(end.stopped)) tell(line);
  const { notPassed } = progress;
  const { hasReplayMiss } = exitCodes;
  return { ...played, codes: [...codes], notPassed, hasReplayMiss, asked: asked.all() };
}

/** Whether this run may not play what failed before: its own result does not say all then. */
function mayLeaveUnplayed(suite: Suite, plan: Plan): boolean {
  return namesOf(suite, plan).selected === true || plan.bail !== Infinity;
}

/** The gates of the suites, if anything but their checks decides the exit code. */
async function gatesOf(
  planned: readonly PlannedSuite[],
  plan: Plan,
  options: RunOptions,
): Promise<SuiteGate[]> {
  const { baseline, bless, until } = options;
  if (baseline === undefined && bless !== true && until === undefined) return [];
  const { openGates } = await import("./play/gate.ts");
  return openGates(planned, plan, options);
}

/** Coverage is loaded only if it was asked for. */
async function coverageOf(suite: Suite, options: RunOptions): Promise<SuiteCoverage | undefined> {
  const { coverage, coverageCases, minCoverage } = options;
  if (coverage !== true && coverageCases !== true && minCoverage === undefined) return undefined;
  const { openCoverage } = await import("./play/coverage.ts");
  return openCoverage(suite, options);
}

/** Prints a result file as one line. It has line breaks only between its parts: in JSON's texts they are escaped. */
async function printOneLine(file: string): Promise<void> {
  for await (const chunk of createReadStream(onDisk(file), "utf8")) {
    await print(printable((chunk as string).replaceAll("\n", "")));
  }
  await print("\n");
}
