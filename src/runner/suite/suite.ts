import type { Journal, Standing } from "../../results/journal/journal.ts";
import type { JournalReading } from "../../results/journal/read-journal.ts";
import type { Conclusions } from "../../results/result-file.ts";
import type { CaseResult, ResultHeader, SuiteEnd, TrialResult } from "../../results/result.ts";
import type { Agent } from "../../swarm/agent/agent.ts";
import type { AgentsModule } from "../agents/agents-module.ts";
import type { TrialObserver, TrialPlan, TrialServices } from "../trial/play-trial.ts";
import type { Trial } from "../trial/traffic.ts";
import type { BlockedTrial } from "../watchdog/time-limit.ts";
import type { TrialsStillNeeded } from "./case-queue.ts";
import type { Selection, Survey } from "./select-cases.ts";

/** A suite that is ready to be played: its cases were read to the end once, its agents are loaded. */
export interface Suite {
  /** Its recordings and reports are filed under it. */
  readonly name: string;
  readonly caseFile: string;
  /** The directory of recordings. */
  readonly fixtures: string;
  /** The directory of results and reports. */
  readonly output: string;
  readonly survey: Survey;
  readonly agents: AgentsModule;
}

/** How a suite is played. */
export interface Plan extends TrialPlan {
  readonly selection: Selection;
  /** For each case that does not say so itself. */
  readonly trials: number;
  /** The share of a case's trials that must pass for it to pass. */
  readonly threshold: number;
  /** How many conversations are played at once. */
  readonly concurrency: number;
  /** Whether a trial that broke off counts as failed, unless a recording lacks it or somebody stopped it. */
  readonly failOnErrors: boolean;
  /** Stops after this many cases that did not pass. */
  readonly bail: number;
}

/** Plays trials in other processes. */
export interface Elsewhere {
  /**
   * Undefined for a trial that was given up, as `signal` asks for, or taken back. Rejects with UsageError and
   * UnplayableCaseError.
   */
  play(trial: Trial, signal: AbortSignal): Promise<PlayedElsewhere | undefined>;
  /** Takes back the trials that nobody plays yet. */
  withdraw(): void;
}

export interface PlayedElsewhere {
  readonly result: TrialResult;
  /** The keys of the forms in which its agents were seen. */
  readonly agents: readonly (readonly [agent: string, forms: readonly string[]])[];
}

/** What playing a suite needs of the world. */
export interface Services extends TrialServices {
  /** Stops the run: what has finished is kept. */
  readonly signal: AbortSignal;
  /** Is given what puts a trial into the journal that blocks the process, to be called in the midst of it. */
  readonly onBlocked?: ((keep: (trial: BlockedTrial) => void) => void) | undefined;
  /** Plays the trials, which this process does without it. */
  readonly elsewhere?: Elsewhere | undefined;
  /** Ends a case before all its trials were played; without it all are. */
  readonly trialsStillNeeded?: TrialsStillNeeded | undefined;
}

/** Watches a suite, from its first trial to its end. */
export interface Observer extends TrialObserver {
  /** Called with the agents that were made since the last call, exported or not. */
  agentsMade?(agents: readonly Agent[]): void | Promise<void>;
  /** Called with every trial as it finishes. */
  trialFinished?(trial: Trial, result: TrialResult): void | Promise<void>;
  /** Returns what a process that takes up the trials of this one must know of it. */
  standing?(): Standing;
  /** Called before the first trial with what an earlier process of the run had come to. */
  takenUp?(standing: JournalReading["standing"]): void;
  /** Called with every case in the order of the file, as soon as it and all before it have finished. */
  caseFinished?(result: CaseResult): void;
  /** Returns what the end of the result says; `agents` has the keys of the forms in which each agent was seen. */
  conclude?(agents: NonNullable<SuiteEnd["agents"]>): Conclusions;
}

/** The head of a suite's result, and the files that it is written to. */
export interface ResultTarget {
  readonly header: ResultHeader;
  readonly journal: Journal;
  /** What earlier processes of the run have played. */
  readonly kept?: JournalReading | undefined;
  /** Where the result goes, by what stopped the run. */
  fileAt(stopped: SuiteEnd["stopped"]): string;
}
