import { join } from "node:path";
import { differences, refuseUnlike } from "../../gate/baseline/refuse-unlike.ts";
import { blessedCase, type BaselineCase } from "../../gate/baseline/baseline.ts";
import { Gate } from "../../gate/gate.ts";
import { neededForShare } from "../../gate/trials-needed.ts";
import type { SuiteEnd } from "../../results/result.ts";
import { UsageError } from "../../runner/errors.ts";
import type { TrialsStillNeeded } from "../../runner/suite/case-queue.ts";
import { caseFingerprint } from "../../runner/suite/case-fingerprint.ts";
import {
  EVERY_CASE,
  selectCases,
  type Selection,
  type Survey,
} from "../../runner/suite/select-cases.ts";
import type { Observer, Plan } from "../../runner/suite/suite.ts";
import { isDirectory } from "../../text/make-directory.ts";
import type { SuiteOptions } from "../settings/options.ts";
import { ownCommand } from "../settings/own-command.ts";
import { addRun, loadBaseline, saveBlessing } from "./baseline-file.ts";
import { maxTrialsOf, replayFlags, type ReplayOptions } from "../plan/plan.ts";
import type { PlannedSuite } from "../files/suites.ts";
import { resultName } from "../files/result-name.ts";

type GateOptions = ReplayOptions &
  Pick<
    SuiteOptions,
    "baseline" | "bless" | "add" | "alpha" | "drift" | "until" | "maxTrials" | "traffic"
  >;

/** What decides how a suite comes out beside its checks: a baseline, blessing, and when trials end early. */
export interface SuiteGate extends Observer {
  /** Undefined if all trials are played. */
  readonly trialsStillNeeded: TrialsStillNeeded | undefined;
  /** Whether this run says what is expected, and is compared with nothing: then no check decides. */
  readonly setsBaseline: boolean;
  /** Writes what is blessed. Returns what was done, in lines; none where nothing is to be. Throws UsageError and BaselineError. */
  bless(end: SuiteEnd): string[];
}

/**
 * The gates of suites. Throws UsageError for options that do not go together, BaselineError for a baseline that does not
 * fit its suite.
 */
export async function openGates(
  planned: readonly PlannedSuite[],
  plan: Plan,
  options: GateOptions,
): Promise<SuiteGate[]> {
  const { baseline, bless, add, until, traffic } = options;
  if (add === true && traffic !== "live") {
    throw new UsageError(
      "--add counts how often a model does right, and recordings do the same each time. Give it --traffic live; or bless without --add.",
    );
  }
  if (bless === true && until !== undefined) {
    throw new UsageError(
      "--bless needs every trial, and --until decided leaves some out: the others would be a biased sample. Bless a run without it.",
    );
  }
  if (baseline !== undefined && planned.length > 1 && !isDirectory(baseline)) {
    throw new UsageError(
      `--baseline ${baseline} is one file, and ${planned.length} suites are run. Name the directory that holds <suite>.baseline.json of each, or run the suites apart.`,
    );
  }
  if (options.drift === false && options.traffic !== "replay") {
    throw new UsageError(
      `--no-drift compares what was done and left, which differs by chance where models are asked: it needs a replay, without --traffic ${options.traffic}.`,
    );
  }
  const gates: SuiteGate[] = [];
  for (const suite of planned) gates.push(await openGate(suite, plan, options));
  return gates;
}

async function openGate(
  suite: PlannedSuite,
  { selection, threshold, variant: asked }: Plan,
  options: GateOptions,
): Promise<SuiteGate> {
  const { name, caseFile, survey } = suite;
  const { bless = false, add = false, until, traffic, alpha } = options;
  const maxTrials = maxTrialsOf(options);
  const { judgeModel: judge_model = null } = options;
  const isCompared = options.baseline !== undefined || add;
  const needsBaseline = isCompared || bless;
  const file = baselineFile(suite, options);
  const isPartial = survey.selected < survey.total;
  const flags = [...replayFlags(options), "--baseline", file, "--bless"];
  const blessCommand = ownCommand(["run", caseFile, ...flags]);
  const [required, replaceable] = [isCompared && !bless, bless && !add && !isPartial];
  const before = needsBaseline
    ? loadBaseline(file, { blessCommand, required, replaceable })
    : undefined;
  const all = needsBaseline
    ? await fingerprints(survey, EVERY_CASE, false)
    : new Map<string, string>();
  const ids = new Set(all.keys());
  const { name: variant, model: model_override = null } = asked;
  const identity = { suite: name, model_override, ...(variant === undefined ? {} : { variant }) };
  let gate: Gate | undefined;
  if (isCompared && before !== undefined) {
    const cases = isPartial ? await fingerprints(survey, selection) : all;
    const planned = { ...identity, judge_model, cases };
    // A run that is added begins anew where nothing is as it was.
    const beginsAnew = add && differences(before, identity).length === 0;
    if (!beginsAnew) refuseUnlike(before, planned, file);
    const { drift } = options;
    gate = new Gate({ baseline: before, file, traffic, alpha, ids, until, maxTrials, drift });
  }
  const blessed: BaselineCase[] = [];
  const unfinished: string[] = [];
  const byGate = (...[testCase, trials, planned]: Parameters<TrialsStillNeeded>) =>
    gate?.needed({ id: testCase.id, fingerprint: caseFingerprint(testCase) }, trials, planned);
  const untilDecided: TrialsStillNeeded = (testCase, trials, planned) =>
    byGate(testCase, trials, planned) ?? neededForShare(trials, planned, threshold);
  const whereSuspicious: TrialsStillNeeded = (testCase, trials, planned) =>
    byGate(testCase, trials, planned) ?? planned - trials.length;
  return {
    trialsStillNeeded:
      until !== undefined ? untilDecided : maxTrials === undefined ? undefined : whereSuspicious,
    caseFinished(result) {
      gate?.add(result);
      if (!bless || result.trials.length === 0) return;
      const one = blessedCase(result, traffic);
      if (one === undefined) unfinished.push(result.id);
      else blessed.push(one);
    },
    conclude: (agents) => (gate === undefined ? {} : { gate: gate.end(agents) }),
    // The first run that is added has nothing to be compared with.
    setsBaseline: bless && (!add || gate === undefined),
    bless(end) {
      if (!bless) return [];
      const { agents = {} } = end;
      const blessing = { run: identity, agents, cases: blessed, ids };
      const save = add ? addRun : saveBlessing;
      return save(file, before, blessing, { unfinished, end });
    },
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

/** One for all shards. */
function baselineFile(suite: PlannedSuite, { baseline, variant }: GateOptions): string {
  const names = variant === undefined ? {} : { variant };
  const name = `${resultName(suite.name, names)}.baseline.json`;
  if (baseline === undefined) return join(suite.output, name);
  return isDirectory(baseline) ? join(baseline, name) : baseline;
}
