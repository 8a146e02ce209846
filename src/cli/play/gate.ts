import { statSync } from "node:fs";
import { join } from "node:path";
import { refuseUnlike } from "../../gate/baseline/refuse-unlike.ts";
import { blessedCase } from "../../gate/baseline/baseline.ts";
import type { Baseline, BaselineCase } from "../../gate/baseline/baseline.ts";
import { Gate } from "../../gate/gate.ts";
import { neededForShare } from "../../gate/trials-needed.ts";
import { gateText } from "../../reports/gate/gate.ts";
import type { SuiteEnd } from "../../results/result.ts";
import { UsageError } from "../../runner/errors.ts";
import type { TrialsStillNeeded } from "../../runner/suite/case-queue.ts";
import { caseFingerprint } from "../../runner/suite/case-result.ts";
import { EVERY_CASE, selectCases } from "../../runner/suite/select-cases.ts";
import type { Selection, Survey } from "../../runner/suite/select-cases.ts";
import type { Observer } from "../../runner/suite/suite.ts";
import { surroundings } from "../output/reporters.ts";
import { EXIT } from "../process/exit-code.ts";
import { ownCommand } from "../process/own-command.ts";
import { loadBaseline, saveBlessing } from "./baseline-file.ts";
import { gatedCodes } from "./exit-codes.ts";
import { replayFlags } from "./replay-flags.ts";
import type { PlaySettings } from "./settings.ts";
import type { PlannedSuite } from "./suites.ts";

/** What a run is compared with, and what is kept of it for later runs. */
export interface GateSettings extends PlaySettings {
  /** A baseline, or a directory that holds one for each suite. */
  readonly baseline?: string;
  readonly bless?: boolean;
  /** The level of the tests. */
  readonly alpha: number;
  readonly reporter: readonly string[];
  readonly json?: boolean;
}

/** What stands between a suite and its exit code, beside its checks. */
export interface SuiteGate extends Observer {
  /** Undefined if all trials are played. */
  readonly trialsStillNeeded: TrialsStillNeeded | undefined;
  /** Says what the gate found, and writes what is blessed. Throws UsageError and BaselineError for a baseline that cannot be written or joined to the one before. */
  report(end: SuiteEnd): void;
  /** The codes to exit with, given those that the checks call for. */
  exitCodes(end: SuiteEnd, codes: ReadonlySet<number>): Set<number>;
}

/** Opens the gates of suites before anything is played. Throws UsageError for settings that do not go together, and BaselineError for a baseline that does not fit its suite. */
export async function openGates(
  planned: readonly PlannedSuite[],
  selection: Selection,
  settings: GateSettings,
): Promise<SuiteGate[]> {
  const { baseline, bless, until } = settings;
  if (bless === true && until !== undefined) {
    throw new UsageError(
      "--bless needs every trial, and --until decided leaves some out: trials that were stopped by how they went are a biased sample. Bless a run without it.",
    );
  }
  if (baseline !== undefined && planned.length > 1 && !isDirectory(baseline)) {
    throw new UsageError(
      `--baseline ${baseline} is one file, and ${planned.length} suites are run. Name the directory that holds <suite>.baseline.json of each, or run the suites apart.`,
    );
  }
  const gates: SuiteGate[] = [];
  for (const suite of planned) gates.push(await openGate(suite, selection, settings));
  return gates;
}

async function openGate(
  { name, caseFile, survey }: PlannedSuite,
  selection: Selection,
  settings: GateSettings,
): Promise<SuiteGate> {
  const { bless = false, until, traffic, alpha, threshold = 1 } = settings;
  const { modelOverride: model_override = null, judgeModel: judge_model = null } = settings;
  const isCompared = settings.baseline !== undefined;
  const file = baselineFile(name, settings);
  const partial = survey.selected < survey.total;
  const flags = [...replayFlags(settings), "--baseline", file, "--bless"];
  const blessCommand = ownCommand(["run", caseFile, ...flags]);
  const before =
    isCompared || bless
      ? loadBaseline(file, {
          blessCommand,
          required: isCompared && !bless,
          replaceable: bless && !partial,
        })
      : undefined;
  const all =
    isCompared || bless ? await fingerprints(survey, EVERY_CASE, false) : new Map<string, string>();
  const ids = new Set(all.keys());
  const run = { suite: name, model_override };
  let gate: Gate | undefined;
  if (isCompared && before !== undefined) {
    const cases = partial ? await fingerprints(survey, selection) : all;
    refuseUnlike(before, { ...run, judge_model, cases }, file);
    gate = new Gate({ baseline: before, file, traffic, alpha, ids });
  }
  const blessed: BaselineCase[] = [];
  const unfinished: string[] = [];
  let agents: Baseline["agents"] = {};
  return {
    trialsStillNeeded: until === undefined ? undefined : untilDecided(gate, threshold),
    caseFinished(result) {
      gate?.add(result);
      if (!bless || result.trials.length === 0) return;
      const one = blessedCase(result);
      if (one === undefined) unfinished.push(result.id);
      else blessed.push(one);
    },
    conclude(seen) {
      agents = seen;
      return gate === undefined ? {} : { gate: gate.end(seen) };
    },
    report(end) {
      if (end.gate !== undefined) say(gateText(end.gate, surroundings()), settings);
      if (!bless) return;
      const interrupted = end.stopped === "interrupted";
      const made = { run, agents, cases: blessed, ids };
      const lines = saveBlessing(file, before, made, { unfinished, interrupted });
      say(lines.join("\n"), settings);
    },
    exitCodes: (end, codes) =>
      bless ? new Set([...codes].filter((code) => code !== EXIT.failed)) : gatedCodes(end, codes),
  };
}

function untilDecided(gate: Gate | undefined, share: number): TrialsStillNeeded {
  return (testCase, trials, planned) => {
    const { id } = testCase;
    const needed = gate?.needed({ id, fingerprint: caseFingerprint(testCase) }, trials, planned);
    return needed ?? neededForShare(trials, planned, share);
  };
}

/** The fingerprints of the cases of a file, by id. */
async function fingerprints(
  survey: Survey,
  selection: Selection,
  only?: boolean,
): Promise<Map<string, string>> {
  const made = new Map<string, string>();
  for await (const { case: testCase } of selectCases(survey, selection, only))
    made.set(testCase.id, caseFingerprint(testCase));
  return made;
}

/** Below the table, else on stderr: a silent gate would fail for no visible reason. */
function say(text: string, { reporter, json }: GateSettings): void {
  const stream = json !== true && reporter.includes("table") ? process.stdout : process.stderr;
  stream.write(`\n${text}\n`);
}

function baselineFile(suite: string, { baseline, output }: GateSettings): string {
  if (baseline === undefined) return join(output, `${suite}.baseline.json`);
  return isDirectory(baseline) ? join(baseline, `${suite}.baseline.json`) : baseline;
}

function isDirectory(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}
