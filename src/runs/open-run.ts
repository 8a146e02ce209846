import type { Budget, Amount } from "../runner/budget/budget.ts";
import { playSuite } from "../runner/suite/play-suite.ts";
import type { Observer, Plan, Services, Suite } from "../runner/suite/suite.ts";
import type { ResultHeader, SuiteEnd } from "../results/result.ts";
import { prepareDirectories } from "./files/directories.ts";
import { ResultPlace } from "./files/result-place.ts";
import { loadSuites, type PlannedSuite } from "./files/suites.ts";
import { failedBefore } from "./last-failed.ts";
import { headerOf, namesOf } from "./plan/plan.ts";
import { budgetOf, servicesOf } from "./plan/services.ts";
import {
  endJournals,
  openRuns,
  playedModules,
  spentBefore,
  targetOf,
  type OpenRun,
  type RunningProcess,
} from "./resume.ts";
import type { SuiteOptions } from "./settings/options.ts";
import type { Tell } from "./settings/tell.ts";
import type { SuiteGate } from "./watching/gate.ts";
import { Warnings } from "./watching/warnings.ts";

/** Suites that are ready to be played, one after the other, and what they share. */
export interface Run {
  readonly suites: readonly SuiteRun[];
  readonly budget: Budget | undefined;
  /** To be called when no more is played; `isWhole` says that nothing is left to be resumed. */
  end(isWhole: boolean): void;
  /** Throws UsageError if what was written was removed in the meantime. */
  requireDirectories(): void;
}

/** The process that plays a run, and what earlier ones of it spent. */
export interface Runner extends RunningProcess {
  readonly spent?: Amount | undefined;
}

/**
 * Loads the agents of planned suites, and locks and opens all that the run writes. Throws UsageError, CaseFileError and
 * BaselineError: nothing was played then.
 */
export async function openRun(
  planned: readonly PlannedSuite[],
  plan: Plan,
  options: SuiteOptions,
  runner: Runner,
  tell: Tell,
): Promise<Run> {
  const gates = await gatesOf(planned, plan, options);
  const suites = await loadSuites(planned, { ...options, ...plan });
  const requireDirectories = prepareDirectories(suites, options.traffic);
  const openings = suites.map((suite) => {
    return { suite, plan, place: new ResultPlace(suite.output, namesOf(suite, plan)) };
  });
  const runs = await openRuns(openings, options, runner, tell);
  const budget = budgetOf(options, runner.spent ?? spentBefore(runs));
  return {
    suites: suites.map((suite, index) => {
      const open = runs[index] as OpenRun;
      return new SuiteRun(suite, plan, options, { open, gate: gates[index], budget });
    }),
    budget,
    end(isWhole) {
      if (isWhole) endJournals(runs);
    },
    requireDirectories,
  };
}

interface Parts {
  readonly open: OpenRun;
  readonly gate: SuiteGate | undefined;
  readonly budget: Budget | undefined;
}

/** One suite of a run. */
export class SuiteRun {
  readonly suite: Suite;
  readonly warnings: Warnings;
  readonly #plan: Plan;
  readonly #options: SuiteOptions;
  readonly #parts: Parts;

  constructor(suite: Suite, plan: Plan, options: SuiteOptions, parts: Parts) {
    this.suite = suite;
    this.warnings = new Warnings(suite, options);
    this.#plan = plan;
    this.#options = options;
    this.#parts = parts;
  }

  get place(): ResultPlace {
    return this.#parts.open.place;
  }

  get gate(): SuiteGate | undefined {
    return this.#parts.gate;
  }

  /** The head of its result, as of now. */
  header(): ResultHeader {
    const failed = this.#mayLeaveUnplayed ? failedBefore(this.suite, this.#options) : undefined;
    return headerOf(this.suite, this.#plan, this.#options, failed);
  }

  /** Plays it, and writes its result. Throws UsageError and our own bugs. */
  async play(
    header: ResultHeader,
    observers: readonly Observer[],
    {
      bail,
      ...surroundings
    }: Pick<Services, "signal" | "onBlocked" | "elsewhere"> & Pick<Plan, "bail">,
  ): Promise<SuiteEnd> {
    const { open, gate, budget } = this.#parts;
    const coverage = await coverageOf(this.suite, this.#options);
    const own = [gate, budget, coverage, this.warnings];
    return playSuite(
      this.suite,
      { ...this.#plan, bail },
      {
        ...servicesOf(this.suite, this.#options, budget, surroundings.signal),
        ...surroundings,
        trialsStillNeeded: gate?.trialsStillNeeded,
      },
      [...own, ...observers, playedModules(open.place)],
      targetOf(open, header),
    );
  }

  /** Whether this run may not play what failed before: its own result does not say all then. */
  get #mayLeaveUnplayed(): boolean {
    const { bail } = this.#options;
    return namesOf(this.suite, this.#plan).selected === true || bailsAfter(bail) !== Infinity;
  }
}

/** After how many cases that did not pass a run stops. */
export function bailsAfter(bail: SuiteOptions["bail"]): number {
  return bail === true ? 1 : bail || Infinity;
}

/** The gates of the suites, if anything but their checks decides how they come out. */
async function gatesOf(
  planned: readonly PlannedSuite[],
  plan: Plan,
  options: SuiteOptions,
): Promise<SuiteGate[]> {
  const { baseline, bless, until } = options;
  if (baseline === undefined && bless !== true && until === undefined) return [];
  const { openGates } = await import("./watching/gate.ts");
  return openGates(planned, plan, options);
}

/** Coverage is loaded only if it was asked for. */
async function coverageOf(suite: Suite, options: SuiteOptions): Promise<Observer | undefined> {
  const { coverage, coverageCases, minCoverage } = options;
  if (coverage !== true && coverageCases !== true && minCoverage === undefined) return undefined;
  const { openCoverage } = await import("./watching/coverage.ts");
  return openCoverage(suite, options);
}
