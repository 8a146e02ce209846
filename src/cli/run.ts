import { createReadStream } from "node:fs";
import type { Selection } from "../runner/suite/select-cases.ts";
import { didNotPass } from "../runner/suite/verdict.ts";
import { keepAgentsMade } from "../swarm/agent/agent.ts";
import { listed } from "../text/count.ts";
import { EXIT, worst } from "./process/exit-code.ts";
import type { GateSettings, SuiteGate } from "./play/gate.ts";
import { interruption } from "./process/interruption.ts";
import { loadSuites, planSuites } from "./play/load-suites.ts";
import { ownStdout, print } from "./output/own-stdout.ts";
import type { PlannedSuite } from "./play/load-suites.ts";
import { headerOf, playSuite, resultFile } from "./play/play-suite.ts";
import type { SuiteRun } from "./play/play-suite.ts";
import { prepare, prepareRecordings } from "./play/prepare.ts";
import { Progress } from "./play/progress.ts";
import { beginReports, refuseUnknownReporters } from "./output/reporters.ts";
import { budgetOf, capReached } from "./play/run-prices.ts";
import { selectionOf } from "./options/selection-flags.ts";
import type { SelectionFlags } from "./options/selection-flags.ts";
import { caseExitCodes, suiteExitCodes } from "./play/suite-exit-codes.ts";
import { severalSuites } from "./output/several-suites.ts";
import type { SeveralSuites } from "./output/several-suites.ts";
import { suiteFiles } from "./play/suite-files.ts";
import { SuiteWarnings } from "./play/suite-warnings.ts";

/** The options of `run`, as commander hands them over. */
export interface RunOptions extends GateSettings, SelectionFlags {
  readonly reporter: readonly string[];
  readonly json?: boolean;
}

/** Plays suites and reports on them. Returns the exit code. Throws UsageError, CaseFileError and BaselineError. */
export async function run(caseFiles: readonly string[], options: RunOptions): Promise<number> {
  refuseUnknownReporters(options.reporter);
  if (options.json === true) ownStdout();
  const selection = selectionOf(options);
  const planned = await planSuites(suiteFiles(caseFiles, options), selection, options.trials);
  const gates = await gatesOf(planned, selection, options);
  keepAgentsMade();
  const unrecordable = prepare(options.traffic);
  const loaded = await loadSuites(planned, options.timeout);
  prepareRecordings(options);

  const budget = budgetOf(options);
  if (options.traffic !== "replay") {
    const { announceCost } = await import("./play/announce-cost.ts");
    for (const line of await announceCost(loaded, selection, options))
      process.stderr.write(`${line}\n`);
  }
  const signal = interruption();
  const codes: number[] = [];
  const several = severalSuites(planned.length, options);
  const unplayed = new Set(loaded.map(({ suite }) => suite.cases));
  let bail = options.bail === true ? 1 : options.bail || Infinity;
  for (const [index, suite] of loaded.entries()) {
    if (signal.aborted || budget?.refusal !== undefined || bail <= 0) break;
    unplayed.delete(suite.suite.cases);
    const play = { ...suite, selection, settings: options, signal, budget, bail };
    const ran = await runOne(play, gates[index], several, options);
    codes.push(...ran.codes);
    bail -= ran.notPassed;
  }
  several.finish();
  if (unplayed.size > 0) process.stderr.write(`Not begun: ${listed([...unplayed])}.\n`);
  const stopped = capReached(budget, options.traffic);
  if (stopped !== undefined) process.stderr.write(`${stopped}\n`);
  for (const target of unrecordable) {
    process.stderr.write(
      `A connection to ${target} is not HTTP and was not recorded: a replay will refuse it.\n`,
    );
  }
  return worst(codes);
}

async function runOne(
  play: Omit<SuiteRun, "header" | "onCase">,
  gate: SuiteGate | undefined,
  several: SeveralSuites,
  options: RunOptions,
): Promise<{ readonly codes: Iterable<number>; readonly notPassed: number }> {
  const { suite, survey } = play;
  const { baseline } = options;
  const header = {
    ...headerOf(suite, survey, options),
    ...(baseline === undefined ? {} : { baseline }),
  };
  const reports = await beginReports(options, header);
  const progress = new Progress(survey.selected);
  const codes = new Set<number>();
  const warnings = new SuiteWarnings(play);
  let notPassed = 0;
  const end = await playSuite({
    ...play,
    header,
    known: warnings.known,
    undecided: gate?.undecided,
    conclude: gate?.conclude,
    onCase: (result) => {
      gate?.add(result);
      warnings.add(result);
      for (const code of caseExitCodes(result)) codes.add(code);
      reports.add(result);
      progress.add(result);
      if (didNotPass(result)) notPassed++;
    },
  });
  progress.clear();
  for (const code of suiteExitCodes(end, options.traffic)) codes.add(code);
  several.begin(suite.cases);
  reports.end(end);
  gate?.report(end);
  const decided = gate?.exitCodes(end, codes) ?? codes;
  if (end.coverage !== undefined) {
    const { reportCoverage } = await import("./output/report-coverage.ts");
    if (!reportCoverage(suite.name, end.coverage, options)) decided.add(EXIT.failed);
  }
  several.ended({ name: suite.cases, end, exit: worst(decided) });
  for (const line of await warnings.lines(end)) process.stderr.write(`${line}\n`);
  if (options.json === true) await printOneLine(resultFile(suite, options));
  return { codes: decided, notPassed };
}

/** What the suites are held against, where they are held against anything but their checks. */
async function gatesOf(
  planned: readonly PlannedSuite[],
  selection: Selection,
  options: RunOptions,
): Promise<SuiteGate[]> {
  const { baseline, bless, until } = options;
  if (baseline === undefined && bless !== true && until === undefined) return [];
  const { openGates } = await import("./play/gate.ts");
  return openGates(planned, selection, options);
}

/** A result file as one line. Line breaks stand only between its parts: in JSON's texts they are escaped. */
async function printOneLine(file: string): Promise<void> {
  for await (const chunk of createReadStream(file, "utf8")) {
    await print((chunk as string).replaceAll("\n", ""));
  }
  await print("\n");
}
