import type { Unexpected } from "../checks/effects/unexpected.ts";
import type { FaultResult } from "../checks/recovery.ts";
import type { CheckResult, Verdict } from "../checks/scope/check.ts";
import type { ToolError } from "../checks/tool-errors.ts";
import type { PriceOrigin } from "../models/prices.ts";
import type { Texts } from "../trajectory/requests.ts";
import type { Trajectory, Usage } from "../trajectory/trajectory.ts";
import type { CoverageResult } from "./coverage-result.ts";
import type { GateResult } from "./gate-result.ts";

export type { CheckResult, FaultResult, ToolError, Verdict };

/** How the API was reached. */
export type TrafficMode = "replay" | "record" | "update" | "live";

/** Why a trial says nothing about the agents. */
export type ErrorKind =
  /** A request that no recording answers. */
  | "replay_miss"
  /** A recording that cannot be played. */
  | "tape"
  /** A connection that is not HTTP, in a replay. */
  | "refused_connection"
  /** The provider refused, failed, could not be reached, or sent an unusable answer. */
  | "api"
  | "timeout"
  /** The agents module's factory, instructions or tools cannot be used. */
  | "agents_module"
  | "interrupted"
  /** The cap on money was reached. */
  | "budget"
  /** The service that a tool asks could not be reached. */
  | "tool_service"
  /** The model that plays the user did not play it. */
  | "user_fault"
  /** A fault of the case was not put in: nothing came to its place. */
  | "fault_missed";

/** What broke off a trial. */
export interface TrialError {
  readonly kind: ErrorKind;
  readonly message: string;
  /** The turn in which the trial broke off, from 1; absent if it broke off outside of any. */
  readonly turn?: number;
  /** For a replay miss: what a report needs to say it once for many cases. */
  readonly miss?: MissResult;
}

/** What a report must know about a replay miss beside its message. */
export interface MissResult {
  /** The same for all misses that have one cause, such as one changed prompt. */
  readonly cause: string;
  /** The command that records the case again, as it stands in the message. */
  readonly command: string;
}

/** What one model took. */
export interface Spending {
  /** Completions. */
  readonly calls: number;
  /** Null if a provider did not report it. */
  readonly usage: Usage | null;
  /** US dollars; null if the price of the model that answered is not known. */
  readonly cost: number | null;
  /** Other models that answered in its place, as the provider says, sorted. */
  readonly answered_by?: readonly string[];
  /** A count of tokens that cannot be, if a provider gave one: `-5 prompt tokens`. */
  readonly unusable_usage?: string;
}

/** By the model's name. */
export type SpendingByModel = Readonly<Record<string, Spending>>;

/** What trials took. In a replay, what the recordings took. */
interface Spendings {
  /** Null if a provider did not report it. */
  readonly usage: Usage | null;
  /** US dollars; null if a model's price is not known. */
  readonly cost: number | null;
  /** Calls, usage and cost by the model that was asked. */
  readonly spending: SpendingByModel;
  /** What judging the replies took; the above does not include it. */
  readonly judge_usage: Usage | null;
  readonly judge_cost: number | null;
  /** The same by the model that judged. */
  readonly judges: SpendingByModel;
}

/** How a user whom a model plays came to its end: of its own accord, or after the most turns that it may take. */
export type UserEnd = "goal_reached" | "gave_up" | "max_turns";

/** What a model took that plays the user; the sums of the agents do not include it. */
interface UserSpending {
  readonly usage: Usage | null;
  readonly cost: number | null;
  /** By the model that was asked. */
  readonly spending: SpendingByModel;
}

/** The user of a trial, where a model plays it. */
export interface SimulatedUserResult extends UserSpending {
  /** Null if the trial ended before. */
  readonly end: UserEnd | null;
}

/** The users of all trials, where models play them. */
export interface SimulatedUsersSummary extends UserSpending {
  /** How many trials each end had. */
  readonly ends: Readonly<Record<UserEnd, number>>;
  /** How many trials have errored since their user was not played. */
  readonly faults: number;
}

/** How many faults were put in over all trials, and how many of those had each outcome; the rest could not be judged. */
export interface FaultsSummary {
  readonly reached: number;
  readonly recovered: number;
  readonly not_recovered: number;
  readonly told_otherwise: number;
  readonly never_reached: number;
}

/** Where a trial was ended because what was expected could not come true any more. */
export interface EndedEarly {
  readonly turn: number;
  /** How many turns were not played. */
  readonly turns_left: number;
  /** How many completions the recording still has; null where it has none, so that nobody knows. */
  readonly saved_calls: number | null;
}

/** One playing of a case. */
export interface TrialResult extends Spendings {
  /** Counts from 1. */
  readonly trial: number;
  /** The models that were asked, by comma. */
  readonly model: string;
  readonly verdict: Verdict;
  readonly checks: readonly CheckResult[];
  /** What happened. The file also has `turns`, `handoffs` and `tool_calls`, which are made from it. */
  readonly steps: Trajectory;
  /** The texts that the requests of its replies refer to. A file has each once, in the first case that needs it. */
  readonly texts?: Texts | undefined;
  /** Who was active first. */
  readonly starting_agent: string | null;
  readonly final_agent: string | null;
  readonly context_variables: Readonly<Record<string, unknown>>;
  readonly state: unknown;
  readonly model_calls: number;
  /** The conversation without its judges. In a replay, what the recording took. */
  readonly duration_ms: number;
  readonly error: TrialError | null;
  /** Recordings that nothing asked for, one sentence each. */
  readonly leftovers: readonly string[];
  readonly ended_early?: EndedEarly;
  /** Present if a model played the user. */
  readonly simulated_user?: SimulatedUserResult;
  /** What became of each fault that the case has put in, if it has any. */
  readonly faults?: readonly FaultResult[];
  /** The calls that failed although the case does not expect it, whether or not it passed. */
  readonly tool_errors?: readonly ToolError[];
  /** What happened that the case does not expect, of a trial that passed, if `--unexpected` asked. */
  readonly unexpected?: Unexpected;
  /** Connections that its child processes and worker threads were refused: `localhost:80, wanted by a worker thread`. */
  readonly refused?: readonly string[];
  /** Of a trial that followed a recording by its places: where it first asked something else than that did. */
  readonly strayed?: string;
}

/** A case with its trials; none if it was skipped. */
export interface CaseResult {
  readonly id: string;
  readonly tags: readonly string[];
  /** Its line in the case file. */
  readonly line: number;
  readonly verdict: Verdict;
  /** Why it was skipped, if the case says so. */
  readonly reason?: string;
  readonly trials: readonly TrialResult[];
  /** A hash of all in the case that decides what happens and what is expected. */
  readonly fingerprint?: string;
  /** Present if some of its trials passed and others failed, whatever its verdict. */
  readonly flaky?: boolean;
  /** How many trials were planned, if fewer decided it. */
  readonly planned_trials?: number;
  /** How many of its trials were planned, if others followed because these looked as if it broke. */
  readonly first_trials?: number;
  /** Present if it was played more than once. */
  readonly estimates?: PassEstimates;
}

/** The two ends of a 95 % confidence interval. */
export type IntervalEnds = readonly [lower: number, upper: number];

/** By k, from 1 to the most trials of a case; null if no case has k trials that count. */
export type ByK<T> = Readonly<Record<string, T | null>>;

/** Chances estimated from trials. Errored trials do not count; null is what cannot be known. */
export interface PassEstimates {
  /** The chance that k fresh trials all pass. */
  readonly pass_hat_k: ByK<number>;
  readonly pass_hat_k_interval: ByK<IntervalEnds>;
  /** The chance that at least one of k fresh trials passes. */
  readonly pass_at_k: ByK<number>;
  readonly pass_at_k_interval: ByK<IntervalEnds>;
}

/** All but `cases` and `flaky` count trials. */
export interface Summary extends PassEstimates, Spendings {
  readonly cases: number;
  readonly trials: number;
  readonly passed: number;
  readonly failed: number;
  readonly errored: number;
  readonly skipped: number;
  /** How many cases are flaky: some of their trials passed and others failed. Older results do not say. */
  readonly flaky?: number;
  /** The mean over cases of the share of trials that passed; null if no trial counts. */
  readonly pass_rate: number | null;
  readonly pass_rate_interval: IntervalEnds | null;
  /** By k, how many cases have fewer than k trials that count, if any: the estimates for k leave them out. */
  readonly too_few_trials: Readonly<Record<string, number>>;
  /** Recordings that nothing asked for. */
  readonly leftovers: number;
  /** Present if models played users. */
  readonly simulated_users?: SimulatedUsersSummary;
  /** Present if faults were put in. */
  readonly faults?: FaultsSummary;
  /** The trials that followed where a case looked broken; estimates leave them out. */
  readonly followed?: { readonly cases: number; readonly trials: number };
  /** What `--until decided` did not play; calls of the model are estimated from the case's other trials. */
  readonly saved?: { readonly trials: number; readonly calls: number };
}

/** This part of `of` parts of a suite; it counts from 1. */
export interface Shard {
  readonly index: number;
  readonly of: number;
}

/** The head of a result file. */
export interface ResultHeader {
  readonly version: 2;
  readonly suite: string;
  /** The case file and the agents module, as they were named. */
  readonly case_file: string;
  readonly agents_module: string;
  /** ISO 8601, UTC. */
  readonly started_at: string;
  readonly model_override: string | null;
  /** The name of the variant that was played, if it had one. */
  readonly variant?: string;
  readonly traffic: TrafficMode;
  readonly stream: boolean;
  readonly prices?: PriceOrigin;
  /** Which part of the suite this is, if it was played in parts. */
  readonly shard?: Shard;
  /** Present if cases were left out, by a selection or by `only`. */
  readonly selected?: true;
  /** How many cases were selected, including those that are skipped. */
  readonly planned_cases?: number;
  /** The ids of cases that failed in an earlier run, if this one may not play them: then they still count as failed. */
  readonly failed_before?: readonly string[];
  /** The share of a case's trials that must pass, if not all of them must. */
  readonly threshold?: number;
  /** Present if trials that broke off count as failed. */
  readonly fail_on_errors?: boolean;
  /** Present if cases were played only until they were decided. */
  readonly until?: "decided";
  /** Present if cases were played on where they looked broken, up to so many trials. */
  readonly max_trials?: number;
  /** The baseline that the run is compared with, or a directory of baselines, as it was named. */
  readonly baseline?: string;
  /** Present if trials began as they were recorded, and left that at this turn, or step of it: `2` or `2.3`. */
  readonly forked_at?: string;
}

/** The caps of a run and what it took by the end of the suite, counting only what it asked the network for. */
export interface BudgetResult {
  /** US dollars. */
  readonly max_cost: number | null;
  readonly max_tokens: number | null;
  /** Null if money has no cap. */
  readonly cost: number | null;
  readonly tokens: number;
}

/** The end of a result file. */
export interface SuiteEnd {
  readonly duration_ms: number;
  /** What stopped the run before every case was played. */
  readonly stopped: "interrupted" | "bail" | "budget" | null;
  readonly summary: Summary;
  /** Each agent that was active, with a hash of each form that it had; none if it was new each time. */
  readonly agents?: Readonly<Record<string, readonly string[]>>;
  /** What was touched of the swarm, if that was asked for. */
  readonly coverage?: CoverageResult;
  /** Present for a run with a cap. */
  readonly budget?: BudgetResult;
  /** How this run compares with its baseline. */
  readonly gate?: GateResult;
}

/** A result file. */
export interface SuiteResult extends ResultHeader, SuiteEnd {
  readonly cases: readonly CaseResult[];
}
