import { createReadStream } from "node:fs";
import type { Budget } from "../runner/budget/budget.ts";
import { playSuite } from "../runner/suite/play-suite.ts";
import type { Selection } from "../runner/suite/select-cases.ts";
import type { Plan, Services, Suite } from "../runner/suite/suite.ts";
import { didNotPass } from "../runner/suite/verdict.ts";
import { keepAgentsMade } from "../swarm/agent/agent.ts";
import { listed } from "../text/count.ts";
import { selectionOf } from "./options/selection-flags.ts";
import type { SelectionFlags } from "./options/selection-flags.ts";
import { ownStdout, print } from "./output/own-stdout.ts";
import { beginReports, refuseUnknownReporters } from "./output/reporters.ts";
import { severalSuites } from "./output/several-suites.ts";
import type { SeveralSuites } from "./output/several-suites.ts";
import { ExitCodes } from "./play/exit-codes.ts";
import type { GateSettings, SuiteGate } from "./play/gate.ts";
import { budgetObserver, budgetOf, capReached } from "./play/money.ts";
import { headerOf, planOf, resultFile } from "./play/plan.ts";
import { prepare, prepareDirectories } from "./play/prepare.ts";
import { Progress } from "./play/progress.ts";
import { servicesOf } from "./play/services.ts";
import { loadSuites, planSuites, suiteFiles } from "./play/suites.ts";
import type { PlannedSuite } from "./play/suites.ts";
import { Warnings } from "./play/warnings.ts";
import { EXIT, worst } from "./process/exit-code.ts";
import { interruption } from "./process/interruption.ts";

/** The options of `run`, as commander gives them. */
export interface RunOptions extends GateSettings, SelectionFlags {
  readonly reporter: readonly string[];
  readonly json?: boolean;
}

/** Plays suites and reports on them. Returns the exit code. Throws UsageError, CaseFileError and BaselineError. */
export async function run(caseFiles: readonly string[], options: RunOptions): Promise<number> {
  refuseUnknownReporters(options.reporter);
  if (options.json === true) ownStdout();
  const selection = selectionOf(options);
  const plan = planOf(options, selection);
  const budget = budgetOf(options);
  const files = suiteFiles(caseFiles, options);
  const planned = await planSuites(files, selection, options.trials);
  const several = severalSuites(planned.length, options);
  const gates = await gatesOf(planned, selection, options);
  keepAgentsMade();
  const unrecordable = prepare(options.traffic);
  const suites = await loadSuites(planned, options.timeout);
  prepareDirectories(options);

  if (options.traffic !== "replay") {
    const { announceCost } = await import("./play/announce-cost.ts");
    for (const line of await announceCost(suites, plan, options)) process.stderr.write(`${line}\n`);
  }
  const signal = interruption();
  const codes: number[] = [];
  let bail = options.bail === true ? 1 : options.bail || Infinity;
  let played = 0;
  for (const suite of suites) {
    if (signal.aborted || budget?.refusal !== undefined || bail <= 0) break;
    const services = servicesOf(suite, options, budget, signal);
    const gate = gates[played++];
    const ran = await runSuite(
      suite,
      { ...plan, bail },
      services,
      { gate, budget, several },
      options,
    );
    codes.push(...ran.codes);
    bail -= ran.notPassed;
  }
  several.finish();
  const unplayed = suites.slice(played).map(({ caseFile }) => caseFile);
  if (unplayed.length > 0) process.stderr.write(`Not begun: ${listed(unplayed)}.\n`);
  const stopped = capReached(budget, options.traffic);
  if (stopped !== undefined) process.stderr.write(`${stopped}\n`);
  for (const target of unrecordable) {
    process.stderr.write(
      `A connection to ${target} is not HTTP and was not recorded: a replay will refuse it.\n`,
    );
  }
  return worst(codes);
}

/** What suites of one run share, and the gate of this one. */
interface RunParts {
  readonly gate: SuiteGate | undefined;
  readonly budget: Budget | undefined;
  readonly several: SeveralSuites;
}

async function runSuite(
  suite: Suite,
  plan: Plan,
  services: Services,
  { gate, budget, several }: RunParts,
  options: RunOptions,
): Promise<{ readonly codes: Iterable<number>; readonly notPassed: number }> {
  const header = headerOf(suite, options, options.baseline);
  const file = resultFile(suite.name, options);
  const warnings = new Warnings(suite, options);
  const exitCodes = new ExitCodes(options.traffic);
  const reports = await beginReports(options, header);
  const progress = new Progress(suite.survey.selected);
  let notPassed = 0;
  const counter = {
    caseFinished(result: Parameters<typeof didNotPass>[0]): void {
      if (didNotPass(result)) notPassed++;
    },
  };
  const observers = [
    ...(gate === undefined ? [] : [gate]),
    ...(budget === undefined ? [] : [budgetObserver(budget)]),
    ...(await coverageOf(suite, options)),
    warnings,
    exitCodes,
    reports,
    progress,
    counter,
  ];
  const gated = { ...services, trialsStillNeeded: gate?.trialsStillNeeded };
  const end = await playSuite(suite, plan, gated, observers, { header, file });
  progress.clear();
  several.begin(suite.caseFile);
  reports.end(end);
  gate?.report(end);
  const codes = exitCodes.at(end);
  const decided = gate?.exitCodes(end, codes) ?? codes;
  if (end.coverage !== undefined) {
    const { reportCoverage } = await import("./play/coverage.ts");
    if (!reportCoverage(suite.name, end.coverage, options)) decided.add(EXIT.failed);
  }
  several.ended({ name: suite.caseFile, end, exit: worst(decided) });
  for (const line of await warnings.lines(end)) process.stderr.write(`${line}\n`);
  if (options.json === true) await printOneLine(file);
  return { codes: decided, notPassed };
}

/** The gates of the suites, if they are compared with anything but their checks. */
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

/** Coverage is loaded only if it was asked for. */
async function coverageOf(suite: Suite, options: RunOptions) {
  const { coverage, coverageCases, minCoverage } = options;
  if (coverage !== true && coverageCases !== true && minCoverage === undefined) return [];
  const { coverageObserver } = await import("./play/coverage.ts");
  return [await coverageObserver(suite, options)];
}

/** A result file as one line. Line breaks stand only between its parts: in JSON's texts they are escaped. */
async function printOneLine(file: string): Promise<void> {
  for await (const chunk of createReadStream(file, "utf8")) {
    await print((chunk as string).replaceAll("\n", ""));
  }
  await print("\n");
}
