import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Case } from "../../cases/case.ts";
import type { CaseResult, ResultHeader, SuiteEnd } from "../../results/result.ts";
import type { Conclusions } from "../../results/result-file.ts";
import { AgentForms } from "../../runner/agents/agent-forms.ts";
import type { Undecided } from "../../runner/suite/case-queue.ts";
import { TrialMeter } from "../../runner/budget/meter.ts";
import type { Budget } from "../../runner/budget/budget.ts";
import { DEFAULT_JUDGE_MODEL } from "../../runner/judge/judge.ts";
import type { KnownNames } from "../../runner/agents/known-names.ts";
import { playTrial } from "../../runner/trial/play-trial.ts";
import { runSuite } from "../../runner/suite/run-suite.ts";
import type { Selection, Survey } from "../../runner/suite/select-cases.ts";
import { liveTraffic, recordedTraffic } from "../../runner/trial/traffic.ts";
import { agentsMade } from "../../swarm/agent/agent.ts";
import type { Agent } from "../../swarm/agent/agent.ts";
import { tapePath } from "../../traffic/tape/path.ts";
import type { TapeAddress } from "../../traffic/tape/path.ts";
import type { LoadedSuite } from "./load-suites.ts";
import type { PlaySettings } from "./play-settings.ts";
import { prepareDirectory } from "./prepare.ts";
import { wantsCoverage } from "./play-settings.ts";
import { priceOrigin, pricesOf } from "./run-prices.ts";
import type { SuiteCoverage } from "./suite-coverage.ts";
import type { SuiteFiles } from "./suite-files.ts";
import { tapeAddress } from "./tape-address.ts";
import { trafficOptions } from "./traffic-options.ts";
import { youngGenerationLimit } from "./young-generation.ts";

/** A suite that is to be played, and who is told of what happens. */
export interface SuiteRun extends LoadedSuite {
  readonly selection: Selection;
  readonly settings: PlaySettings;
  readonly header: ResultHeader;
  readonly signal: AbortSignal;
  readonly onCase: (result: CaseResult) => void;
  /** Told of all agents that were made. */
  readonly known?: KnownNames;
  /** What the run may take, where that is capped. */
  readonly budget: Budget | undefined;
  /** Stops after so many cases that did not pass. */
  readonly bail?: number;
  /** How many more trials it takes at least to decide a case; left out, all are played. */
  readonly undecided?: Undecided | undefined;
  /** What is concluded from all cases, for the end of the result; told in which forms each agent was seen. */
  readonly conclude?: ((agents: NonNullable<SuiteEnd["agents"]>) => Conclusions) | undefined;
  /** The file of the result, where it is not that of the suite. */
  readonly resultFile?: string;
}

/** The file that a suite's result is written to. */
export function resultFile({ name }: SuiteFiles, { output }: PlaySettings): string {
  return join(output, `${name}.json`);
}

/** What stands at the head of a suite's result. */
export function headerOf(
  { name, cases, agents }: SuiteFiles,
  { selected }: Survey,
  settings: PlaySettings,
): ResultHeader {
  const { modelOverride, traffic, stream = false, threshold = 1, until } = settings;
  return {
    version: 1,
    suite: name,
    case_file: cases,
    agents_module: agents,
    started_at: new Date().toISOString(),
    model_override: modelOverride ?? null,
    traffic,
    stream,
    prices: priceOrigin(settings),
    planned_cases: selected,
    ...(threshold === 1 ? {} : { threshold }),
    ...(until === undefined ? {} : { until }),
  };
}

/** Plays one suite against its agents module. Throws UsageError. */
export async function playSuite({
  suite,
  survey,
  agentsModule,
  agentsOfModule: ofModule,
  selection,
  settings,
  header,
  signal,
  onCase,
  known,
  budget,
  bail = Infinity,
  undecided,
  conclude,
  resultFile: file = resultFile(suite, settings),
}: SuiteRun): Promise<SuiteEnd> {
  prepareDirectory(settings.output, "Results");
  known?.add(ofModule);
  const coverage = await coverageOf(ofModule, settings);
  const forms = new AgentForms();
  const options = trafficOptions(suite, settings);
  const prices = pricesOf(settings);
  const { traffic, judgeModel: forced, judgeModelOtherwise: otherwise } = settings;
  const judgeModel = { forced, otherwise: otherwise ?? DEFAULT_JUDGE_MODEL };
  const limitYoungGeneration = youngGenerationLimit();
  return runSuite({
    survey,
    selection,
    header,
    resultFile: file,
    trials: settings.trials,
    concurrency: settings.concurrency,
    bail,
    signal,
    onCase: (result) => {
      onCase(result);
      limitYoungGeneration();
    },
    threshold: settings.threshold ?? 1,
    undecided,
    conclude: () => {
      const agents = forms.result();
      return {
        agents,
        ...(coverage === undefined ? {} : { coverage: coverage.result() }),
        ...(budget === undefined ? {} : { budget: budget.result() }),
        ...conclude?.(agents),
      };
    },
    play: async (script: Case, trial: number, controller: AbortController) => {
      const address = tapeAddress(suite.name, script, trial, settings);
      const meter = meterOf(budget, address, settings, controller);
      const result = await playTrial({
        case: script,
        trial,
        agentsModule,
        modelOverride: address.model ?? undefined,
        stream: address.stream,
        timeoutMs: settings.timeout,
        prices,
        meter,
        onAssembled: coverage?.onAssembled,
        onAgent: forms.ofTrial(),
        judgeModel,
        controller,
        traffic: (playing, abort) =>
          traffic === "live"
            ? liveTraffic(options, playing)
            : recordedTraffic(traffic, address, options, playing, {
                abort,
                onSend: meter?.onSend,
              }),
      });
      const made = agentsMade();
      known?.add(made);
      await coverage?.add(script, result, made);
      return result;
    },
  });
}

/** What holds a trial against the budget of the run; undefined where nothing of it is paid for. */
function meterOf(
  budget: Budget | undefined,
  address: TapeAddress,
  { traffic, fixtures }: PlaySettings,
  controller: AbortController,
): TrialMeter | undefined {
  if (budget === undefined || traffic === "replay") return undefined;
  return new TrialMeter(budget, {
    live: traffic === "live",
    pays: traffic !== "record" || !existsSync(tapePath(fixtures, address)),
    abort: (reason) => controller.abort(reason),
  });
}

/** Loaded only where it is asked for. */
async function coverageOf(
  agents: readonly Agent[],
  settings: PlaySettings,
): Promise<SuiteCoverage | undefined> {
  if (!wantsCoverage(settings)) return undefined;
  const { beginCoverage } = await import("./suite-coverage.ts");
  return beginCoverage(agents, settings);
}
