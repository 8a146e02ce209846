import { statSync } from "node:fs";
import { join } from "node:path";
import { refuseUnlike } from "../../gate/baseline/alike.ts";
import { blessedCase } from "../../gate/baseline/baseline.ts";
import type { Baseline, BaselineCase } from "../../gate/baseline/baseline.ts";
import { Gate } from "../../gate/gate.ts";
import { neededForShare } from "../../gate/trials-needed.ts";
import { gateText } from "../../reports/gate/gate.ts";
import type { Conclusions } from "../../results/result-file.ts";
import type { CaseResult, SuiteEnd } from "../../results/result.ts";
import { caseFingerprint } from "../../runner/suite/case-result.ts";
import type { Undecided } from "../../runner/suite/case-queue.ts";
import { EVERY_CASE, selectCases } from "../../runner/suite/select-cases.ts";
import type { Selection, Survey } from "../../runner/suite/select-cases.ts";
import { UsageError } from "../../runner/errors.ts";
import { loadBaseline, saveBlessing } from "./baseline-file.ts";
import { EXIT } from "../process/exit-code.ts";
import { ownCommand } from "../process/own-command.ts";
import type { PlannedSuite } from "./load-suites.ts";
import type { PlaySettings } from "./play-settings.ts";
import { replayFlags } from "./replay-flags.ts";
import { surroundings } from "../output/reporters.ts";
import { gatedCodes } from "./suite-exit-codes.ts";
import type { SuiteFiles } from "./suite-files.ts";

/** What a run is held against, and what is kept of it for later runs. */
export interface GateSettings extends PlaySettings {
  /** A baseline, or a directory that holds one for each suite. */
  readonly baseline?: string;
  readonly bless?: boolean;
  /** The level of the tests. */
  readonly alpha: number;
  readonly reporter: readonly string[];
  readonly json?: boolean;
}

/** What stands between a suite and its exit code beside its checks. */
export interface SuiteGate {
  /** How many more trials a case needs; undefined where all are played. */
  readonly undecided: Undecided | undefined;
  add(result: CaseResult): void;
  conclude(agents: Baseline["agents"]): Conclusions;
  /** Says what the gate found, and writes what is blessed. Throws UsageError where that cannot be written, and BaselineError where it cannot be joined to what is kept. */
  report(end: SuiteEnd): void;
  /** The codes to exit with, given those that the checks call for. */
  exitCodes(end: SuiteEnd, codes: ReadonlySet<number>): Set<number>;
}

/** Opens the gates of suites before anything is played. Throws UsageError for settings that do not go together, and BaselineError for a baseline that a suite cannot be held against. */
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
  { suite, survey }: PlannedSuite,
  selection: Selection,
  settings: GateSettings,
): Promise<SuiteGate> {
  const { bless = false, until, traffic, alpha, threshold = 1 } = settings;
  const { modelOverride: model_override = null, judgeModel: judge_model = null } = settings;
  const held = settings.baseline !== undefined;
  const file = baselineFile(suite, settings);
  const partial = survey.selected < survey.total;
  const flags = [...replayFlags(settings), "--baseline", file, "--bless"];
  const blessing = ownCommand(["run", suite.cases, ...flags]);
  const before =
    held || bless
      ? loadBaseline(file, {
          blessing,
          required: held && !bless,
          replaceable: bless && !partial,
        })
      : undefined;
  const all =
    held || bless ? await fingerprints(survey, EVERY_CASE, false) : new Map<string, string>();
  const ids = new Set(all.keys());
  const run = { suite: suite.name, model_override };
  let gate: Gate | undefined;
  if (held && before !== undefined) {
    const cases = partial ? await fingerprints(survey, selection) : all;
    refuseUnlike(before, { ...run, judge_model, cases }, file);
    gate = new Gate({ baseline: before, file, traffic, alpha, ids });
  }
  const blessed: BaselineCase[] = [];
  const broken: string[] = [];
  let agents: Baseline["agents"] = {};
  return {
    undecided: until === undefined ? undefined : untilDecided(gate, threshold),
    add(result) {
      gate?.add(result);
      if (!bless || result.trials.length === 0) return;
      const one = blessedCase(result);
      if (one === undefined) broken.push(result.id);
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
      const lines = saveBlessing(file, before, made, { broken, interrupted });
      say(lines.join("\n"), settings);
    },
    exitCodes: (end, codes) =>
      bless ? new Set([...codes].filter((code) => code !== EXIT.failed)) : gatedCodes(end, codes),
  };
}

function untilDecided(gate: Gate | undefined, share: number): Undecided {
  return (script, trials, planned) => {
    const { id } = script;
    const needed = gate?.needed({ id, fingerprint: caseFingerprint(script) }, trials, planned);
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
  for await (const { case: script } of selectCases(survey, selection, only))
    made.set(script.id, caseFingerprint(script));
  return made;
}

/** Below the table, else on stderr: a gate that says nothing would fail for no reason. */
function say(text: string, { reporter, json }: GateSettings): void {
  const stream = json !== true && reporter.includes("table") ? process.stdout : process.stderr;
  stream.write(`\n${text}\n`);
}

function baselineFile({ name }: SuiteFiles, { baseline, output }: GateSettings): string {
  if (baseline === undefined) return join(output, `${name}.baseline.json`);
  return isDirectory(baseline) ? join(baseline, `${name}.baseline.json`) : baseline;
}

function isDirectory(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}
