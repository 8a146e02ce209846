import type { CheckResult, Verdict } from "../checks/scope/check.ts";
import type { CoverageResult } from "./coverage-result.ts";
import type { GateResult } from "./gate-result.ts";
import type { PriceOrigin } from "./price.ts";
import type { Trajectory, Usage } from "../trajectory/trajectory.ts";

export type { CheckResult, Verdict };

/** How the API was reached. */
export type TrafficMode = "replay" | "record" | "update" | "live";

/** Why nothing can be said of the agents. */
export type ErrorKind =
  /** A request that no recording answers. */
  | "replay_miss"
  /** A recording that cannot be played. */
  | "tape"
  /** Something other than HTTP was asked of the network in a replay. */
  | "refused_connection"
  /** The provider refused, failed, could not be reached, or answered nonsense. */
  | "api"
  | "timeout"
  /** The agents module's factory, instructions or tools could not be used. */
  | "agents_module"
  | "interrupted"
  /** The cap on money was reached. */
  | "budget";

/** What broke off a trial. */
export interface TrialError {
  readonly kind: ErrorKind;
  readonly message: string;
  /** The turn in which the trial broke off, from 1; absent if it did so in none. */
  readonly turn?: number;
  /** Of a replay miss, what a report needs in order to say once what many cases have in common. */
  readonly miss?: MissResult;
}

/** What a report must know of a replay miss beside its message. */
export interface MissResult {
  /** The same for all misses that have one cause, such as one changed prompt. */
  readonly cause: string;
  /** The command that records the case again, as it stands in the message. */
  readonly command: string;
}

/** What one model was asked. */
export interface Spending {
  /** Completions. */
  readonly calls: number;
  /** Null where a provider did not report it. */
  readonly usage: Usage | null;
  /** US dollars; null where the model's price is not known. */
  readonly cost: number | null;
}

/** By the model's name. */
export type SpendingByModel = Readonly<Record<string, Spending>>;

/** One playing of a case. */
export interface TrialResult {
  /** Counts from 1. */
  readonly trial: number;
  /** The models that were asked, by comma. */
  readonly model: string;
  readonly verdict: Verdict;
  readonly checks: readonly CheckResult[];
  /** What happened. The file also has `turns`, `handoffs` and `tool_calls`, which are made from it when it is written. */
  readonly steps: Trajectory;
  /** Who was active first. */
  readonly starting_agent: string | null;
  readonly final_agent: string | null;
  readonly context_variables: Readonly<Record<string, unknown>>;
  readonly state: unknown;
  readonly model_calls: number;
  /** Null where a provider did not report it. */
  readonly usage: Usage | null;
  /** US dollars; null where a model's price is not known. In a replay, what the recording cost. */
  readonly cost: number | null;
  /** `model_calls`, `usage` and `cost` by the model that was asked. */
  readonly spending: SpendingByModel;
  /** What judging the replies took: it is no part of the above. */
  readonly judge_usage: Usage | null;
  readonly judge_cost: number | null;
  /** That by the model that judged. */
  readonly judges: SpendingByModel;
  /** Of the conversation, without its judges. In a replay, what the recording took. */
  readonly duration_ms: number;
  readonly error: TrialError | null;
  /** Recordings that nothing asked for, one sentence each. */
  readonly leftovers: readonly string[];
}

/** A case with its trials; none where it was skipped. */
export interface CaseResult {
  readonly id: string;
  readonly tags: readonly string[];
  /** The line of the case file on which it stands. */
  readonly line: number;
  readonly verdict: Verdict;
  /** Why it was skipped, where that was said. */
  readonly reason?: string;
  readonly trials: readonly TrialResult[];
  /** A hash of all in the case that decides what happens in it and what is expected. */
  readonly fingerprint?: string;
  /** How many trials it was to have, where fewer had decided it. */
  readonly planned_trials?: number;
  /** Of a case that was played more than once. */
  readonly estimates?: PassEstimates;
}

/** The two ends of a 95 % confidence interval. */
export type IntervalEnds = readonly [lower: number, upper: number];

/** By k, from 1 to the most trials that a case has; null where no case has k trials that count. */
export type ByK<T> = Readonly<Record<string, T | null>>;

/** Chances that are estimated from trials. Errored trials do not count; null stands for what cannot be known. */
export interface PassEstimates {
  /** The chance that k fresh trials all pass. */
  readonly pass_hat_k: ByK<number>;
  readonly pass_hat_k_interval: ByK<IntervalEnds>;
  /** The chance that at least one of k fresh trials passes. */
  readonly pass_at_k: ByK<number>;
  readonly pass_at_k_interval: ByK<IntervalEnds>;
}

/** Counts of trials, but for `cases`. */
export interface Summary extends PassEstimates {
  readonly cases: number;
  readonly trials: number;
  readonly passed: number;
  readonly failed: number;
  readonly errored: number;
  readonly skipped: number;
  /** The mean over cases of the share of trials that passed; null where no trial counts. */
  readonly pass_rate: number | null;
  readonly pass_rate_interval: IntervalEnds | null;
  /** k to the number of cases with fewer trials than k that count, where there are any: the estimates for k do not speak of them. */
  readonly too_few_trials: Readonly<Record<string, number>>;
  readonly usage: Usage | null;
  readonly cost: number | null;
  readonly spending: SpendingByModel;
  readonly judge_usage: Usage | null;
  readonly judge_cost: number | null;
  readonly judges: SpendingByModel;
  /** Recordings that nothing asked for. */
  readonly leftovers: number;
  /** What was not played since its case was decided, where that was asked for; calls of the model are estimated by those of the case's other trials. */
  readonly saved?: { readonly trials: number; readonly calls: number };
}

/** What stands at the head of a result file. */
export interface ResultHeader {
  readonly version: 2;
  readonly suite: string;
  /** The case file and the agents module, as they were named. */
  readonly case_file: string;
  readonly agents_module: string;
  /** ISO 8601, UTC. */
  readonly started_at: string;
  readonly model_override: string | null;
  readonly traffic: TrafficMode;
  readonly stream: boolean;
  readonly prices?: PriceOrigin;
  /** How many cases were to be played, those that are skipped among them. */
  readonly planned_cases?: number;
  /** The share of a case's trials that must pass for it to pass, where that is not all of them. */
  readonly threshold?: number;
  /** Present where a case was played no longer once it was decided. */
  readonly until?: "decided";
  /** The baseline that the run is held against, or a directory of such, as it was named. */
  readonly baseline?: string;
}

/** What a run was allowed to take and took, up to the end of the suite: only what it asked the network for. */
export interface BudgetResult {
  /** US dollars. */
  readonly max_cost: number | null;
  readonly max_tokens: number | null;
  /** Null where money has no cap. */
  readonly cost: number | null;
  readonly tokens: number;
}

/** What stands at the end of a result file. */
export interface SuiteEnd {
  readonly duration_ms: number;
  /** Whether the run was stopped before every case had been played, and by what. */
  readonly stopped: "interrupted" | "bail" | "budget" | null;
  readonly summary: Summary;
  /** Each agent that was active, and a hash of what it is for each form in which it was seen; none for one that was made in ever new forms. */
  readonly agents?: Readonly<Record<string, readonly string[]>>;
  /** What was touched of the swarm, where that was asked for. */
  readonly coverage?: CoverageResult;
  /** Of a run with a cap. */
  readonly budget?: BudgetResult;
  /** How this run compares with its baseline. */
  readonly gate?: GateResult;
}

/** A result file. */
export interface SuiteResult extends ResultHeader, SuiteEnd {
  readonly cases: readonly CaseResult[];
}
