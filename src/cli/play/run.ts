import { createReadStream } from "node:fs";
import { join } from "node:path";
import type { HistoryResult } from "../../history/history-result.ts";
import type { EndedSuite as PlayedSuite } from "../../reports/terminal/suites.ts";
import { askedModelLines, AskedModels, type AskedModel } from "../../reports/words/asked-models.ts";
import type { Plan, Suite } from "../../runner/suite/suite.ts";
import { keepAgentsMade } from "../../swarm/agent/agent.ts";
import { listed } from "../../text/count.ts";
import { onDisk } from "../../text/from-start.ts";
import type { RunOptions } from "../options/run-flags.ts";
import { beginReports, refuseUnknownReporters } from "../output/reporters.ts";
import { ownStdout, print, SeveralSuites } from "../output/stdout.ts";
import type { SuiteHistory } from "../output/suite-history.ts";
import { ExitCodes, gatedCodes } from "./exit-codes.ts";
import { Progress } from "./progress.ts";
import { planSuites, suiteFiles, type PlannedSuite } from "../../runs/files/suites.ts";
import { howToRecord, lastFailed, nothingFailed } from "../../runs/last-failed.ts";
import type { RunQueue } from "../../queue/run-queue.ts";
import { bailsAfter, openRun, type Run, type SuiteRun } from "../../runs/open-run.ts";
import { planOf } from "../../runs/plan/plan.ts";
import { capLines, redactorOf, refusedLines } from "../../runs/plan/services.ts";
import { prepare } from "../../runs/process/prepare.ts";
import { EXIT, worst } from "../process/exit-code.ts";
import { interruption } from "../process/events.ts";
import { relayed, type Relay } from "../process/relay.ts";
import { narrowed, tellLoaded } from "../process/watched-run.ts";
import { withSmallYoungGeneration } from "../process/small-young-generation.ts";
import { printable } from "../../text/printable.ts";
import { showThrough, tell } from "../output/screen.ts";

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
  const failed = options.lastFailed === true ? lastFailed(named, options, tell) : undefined;
  const passed = failed && nothingFailed(failed);
  if (passed !== undefined) {
    tell(passed);
    return EXIT.passed;
  }
  const asked = planOf(options, failed);
  const plan = options.queue === undefined ? asked : { ...asked, concurrency: MOST_QUEUED };
  const files = named.filter(({ caseFile }) => failed?.has(caseFile) !== false);
  keepAgentsMade();
  // A module of cases is loaded to be read, and may import its agents.
  prepare(options.traffic, files, options);
  showThrough(redactorOf(options));
  return withSmallYoungGeneration(async () => {
    const planned = await planSuites(files, plan, tell);
    return relayed<EndedSuite>((relay) => playAll(planned, plan, options, relay));
  });
}

/** So many trials of a run are in a queue at once: workers never wait for it, and it keeps to the order of the cases. */
const MOST_QUEUED = 1024;

async function playAll(
  planned: readonly PlannedSuite[],
  plan: Plan,
  options: RunOptions,
  relay: Relay<EndedSuite>,
): Promise<number> {
  const { traffic } = options;
  const several = new SeveralSuites(planned.length, options);
  const tellWatcher = (): Promise<void> | undefined =>
    options.watched && tellLoaded(planned, options.asking?.file);
  const run = await openRun(planned, plan, options, relay, tell).finally(tellWatcher);
  const { suites, budget } = run;
  relay.budget = budget;

  if (traffic !== "replay") {
    const { announceCost } = await import("./announce-cost.ts");
    const loaded = suites.map(({ suite }) => suite);
    for (const line of await announceCost(loaded, plan, options)) tell(line);
  }
  const names = suites.map(({ suite }) => suite.name);
  const signal = interruption();
  const { ended, onBlocked } = relay;
  for (const before of ended) several.ended(before);
  await using queue = await queueOf(run, options);
  let bail = bailsAfter(options.bail);
  for (const { notPassed } of ended) bail -= notPassed;
  while (ended.length < suites.length) {
    if (signal.aborted || budget?.refusal !== undefined || bail <= 0) break;
    const next = suites[ended.length] as SuiteRun;
    const elsewhere = queue?.suite(ended.length);
    const one = await playOne(
      next,
      { signal, onBlocked, bail, elsewhere },
      { several, names },
      options,
    );
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
  run.end(played === suites.length && ended.every(({ end }) => end.stopped === null));
  const unplayed = suites.slice(played).map(({ suite }) => suite.caseFile);
  if (unplayed.length > 0) tell(`Not started: ${listed(unplayed)}.`);
  const models = askedModelLines(asked, traffic, new Date());
  for (const line of [...models, ...refusedLines(), ...capLines(budget, traffic)]) tell(line);
  if (missed.length > 0) tell(howToRecord(missed, options));
  run.requireDirectories();
  return worst(codes);
}

/** How a suite of a run ended. */
interface EndedSuite extends PlayedSuite {
  readonly codes: readonly number[];
  readonly notPassed: number;
  readonly hasReplayMiss: boolean;
  readonly asked: readonly AskedModel[];
}

/** What suites of one run share on the screen. */
interface Shown {
  readonly several: SeveralSuites;
  /** The names of all suites. */
  readonly names: readonly string[];
}

async function playOne(
  run: SuiteRun,
  surroundings: Parameters<SuiteRun["play"]>[2],
  { several, names }: Shown,
  options: RunOptions,
): Promise<EndedSuite> {
  const { suite, gate, place, warnings } = run;
  const header = run.header();
  const reports = await beginReports({ ...options, output: suite.output }, header, names);
  const exitCodes = new ExitCodes(options.traffic);
  const asked = new AskedModels();
  const history = await historyFor(suite, options);
  const progress = new Progress(suite.survey, options.traffic);
  const watching = [history, asked, exitCodes, reports, progress];
  const observers = watching.filter((one) => one !== undefined);
  const end = await run.play(header, observers, surroundings).finally(() => progress.end());
  // It may be a whole result from now on, which a part of the suite would make way for.
  const name = place.name(end.stopped);
  const checked = exitCodes.at(end);
  const codes = gate === undefined ? checked : gatedCodes(end, checked, gate.setsBaseline);
  const doubts = await warnings.doubts(end);
  if (options.strict === true && doubts.length > 0) codes.add(EXIT.usage);
  several.begin(suite.caseFile);
  history?.keep(header, end);
  await reports.end(end, name, await shownHistory(suite, options));
  if (gate !== undefined) {
    const { showGate } = await import("./show-gate.ts");
    showGate(end.gate, gate.bless(end), options);
  }
  if (end.coverage !== undefined) {
    const { showCoverage } = await import("./show-coverage.ts");
    if (!showCoverage(suite.name, end.coverage, options)) codes.add(EXIT.failed);
  }
  const played = { name: suite.caseFile, end, exit: worst(codes) };
  several.ended(played);
  for (const line of [...doubts, ...warnings.recordings(end)]) tell(line);
  if (options.json === true) await printOneLine(join(suite.output, `${name}.json`));
  for (const line of place.lines(end.stopped)) tell(line);
  const { notPassed } = progress;
  const { hasReplayMiss } = exitCodes;
  return { ...played, codes: [...codes], notPassed, hasReplayMiss, asked: asked.all() };
}

/** The queue is loaded only if workers play. */
async function queueOf(
  { suites, budget }: Run,
  options: RunOptions,
): Promise<RunQueue | undefined> {
  const { queue: url } = options;
  if (url === undefined) return undefined;
  const { openQueue } = await import("../../queue/run-queue.ts");
  return openQueue({ url, suites, options, budget, tell });
}

/** The history is loaded only if the run is kept. */
async function historyFor(
  suite: Suite,
  { history }: RunOptions,
): Promise<SuiteHistory | undefined> {
  if (history !== true) return undefined;
  const { SuiteHistory } = await import("../output/suite-history.ts");
  return SuiteHistory.open(suite);
}

/** What the page of a suite shows of its earlier runs, and of this one if it is kept. */
async function shownHistory(
  { name, output }: Suite,
  { reporter }: RunOptions,
): Promise<HistoryResult | undefined> {
  if (!reporter.includes("html")) return undefined;
  const { historyOf } = await import("../output/history-file.ts");
  return historyOf(output, name);
}

/** Prints a result file as one line. It has line breaks only between its parts: in JSON's texts they are escaped. */
async function printOneLine(file: string): Promise<void> {
  for await (const chunk of createReadStream(onDisk(file), "utf8")) {
    await print(printable((chunk as string).replaceAll("\n", "")));
  }
  await print("\n");
}
