import type { GateSuite } from "./gate-result.ts";
import type { Counts } from "../stats/counts.ts";
import type { ByK, IntervalEnds, ResultHeader, SuiteEnd } from "./result.ts";

/** A compared run, over the cases that all runs have. Means are over the trials that count; errored ones do not. */
export interface ComparedRun extends Pick<
  ResultHeader,
  "model_override" | "traffic" | "started_at" | "prices"
> {
  /** Its model, or its file if that does not tell the runs apart. */
  readonly label: string;
  /** The models that were asked. */
  readonly models: readonly string[];
  readonly result_file: string;
  readonly stopped: SuiteEnd["stopped"];
  readonly trials: number;
  readonly passed: number;
  readonly errored: number;
  /** Why the first errored trial broke off. */
  readonly first_error: string | null;
  /** Recordings that nothing asked for. */
  readonly leftovers: number;
  readonly pass_rate: number | null;
  readonly pass_rate_interval: IntervalEnds | null;
  readonly pass_hat_k: ByK<number>;
  readonly pass_hat_k_interval: ByK<IntervalEnds>;
  /** Means of a trial: completions, tokens, US dollars; then milliseconds. Null if not known. */
  readonly model_calls: number | null;
  readonly tokens: number | null;
  readonly cost: number | null;
  readonly latency_ms: { readonly p50: number; readonly p95: number } | null;
  /** By the name of a check of one's own, the mean over cases of the mean score of their trials; absent if there is none. */
  readonly scores?: Readonly<Record<string, number>>;
  readonly routing: Routing;
}

/** Who was expected to have the conversation, and who had it. */
export interface Routing {
  /** How many decisions the cases expect something of, and how many went as expected. */
  readonly decisions: number;
  readonly as_expected: number;
  /** By the expected agent, then by the actual one. */
  readonly confusion: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** Up to three cases for each pair of agents that were confused, by `expected → actual`. */
  readonly examples: Readonly<Record<string, readonly string[]>>;
}

/** A case that passed more or fewer of its trials than under the reference. */
export interface Flip {
  readonly id: string;
  readonly reference: Counts;
  readonly candidate: Counts;
}

/** One run against the first. */
export interface RunComparison {
  readonly reference: string;
  readonly candidate: string;
  readonly cases: number;
  /** As many as cases if no two share a tag that makes them one. */
  readonly clusters: number;
  readonly verdict: "better" | "worse" | "no difference shown";
  readonly difference: number;
  readonly interval: IntervalEnds;
  readonly p_value: number;
  /** Adjusted by Holm for the number of comparisons; the verdict is based on it. */
  readonly p_adjusted: number;
  readonly test: "mcnemar" | "sign-flip";
  /**
   * The smallest difference that these trials show with a chance of at least 0.8, however it is spread over the cases;
   * null if they can show none.
   */
  readonly detectable: number | null;
  /** The same with a chance of about 0.8, if it is spread evenly over the cases. */
  readonly detectable_if_even: number | null;
  /** Cases that did better and worse than under the reference, those that changed most first. */
  readonly up: readonly Flip[];
  readonly down: readonly Flip[];
}

/** Whether a run is no worse than the first by more than a margin. */
export interface NoWorse {
  readonly reference: string;
  readonly candidate: string;
  readonly margin: number;
  /** The level of this test: several candidates share the one that was asked for. */
  readonly alpha: number;
  /** `worse` by more than the margin; `not certified` is neither. */
  readonly verdict: "certified" | "worse" | "not certified";
  /** Candidate − reference, the mean over the cases. */
  readonly difference: number;
  /** Both ends hold at all looks at once, each with a chance of 1 − alpha. */
  readonly interval: IntervalEnds;
  readonly cases: number;
  /** How many times it was looked whether that is enough. */
  readonly looks: number;
  /** With the candidate that count, on average. */
  readonly trials_per_case: number;
  /** As many as certify a candidate that is just as good with a chance of 0.95; null if it is certified. */
  readonly enough_trials_per_case: number | null;
  /** US dollars of a trial, the mean over the cases; null if not known. */
  readonly cost_per_trial: {
    readonly reference: number | null;
    readonly candidate: number | null;
  };
  /** What 1,000 conversations cost less with the candidate, in US dollars; negative if they cost more. */
  readonly saved_per_1000: number | null;
}

/** Runs of one suite side by side. */
export interface ComparisonResult {
  readonly version: 1;
  readonly suite: string;
  /** How many cases all runs have. */
  readonly cases: number;
  readonly alpha: number;
  /** The prefix of the tags that make cases one cluster, if it was named. */
  readonly cluster?: string;
  readonly runs: readonly ComparedRun[];
  /**
   * One for each run after the first; null if none of its trials can be compared. Empty if trials went where they told
   * most, which makes them a biased sample of anything but `no_worse`.
   */
  readonly comparisons: readonly (RunComparison | null)[];
  /** One for each run after the first, if that was asked for; null as above. */
  readonly no_worse?: readonly (NoWorse | null)[];
  /** Cases that not all runs have, by the labels of those that have them. */
  readonly left_out: Readonly<Record<string, readonly string[]>>;
}

/** Trials that begin as a case was recorded, and go on with something else, each way of it against the first. */
export interface ForkResult {
  readonly version: 1;
  readonly suite: string;
  readonly case: string;
  /** The turn, or the step of it, at which the recordings are left: `2` or `2.3`. */
  readonly at: string;
  readonly alpha: number;
  /** How the recordings go on themselves, for nothing. */
  readonly recorded: ForkArm;
  /** Those that went on live. All others are compared with the first. */
  readonly arms: readonly ForkArm[];
  readonly comparisons: readonly (ForkComparison | null)[];
}

/** One way in which trials go on. */
export interface ForkArm {
  /** `as it is`, a model, a variant, an agents module, or what the user says. */
  readonly label: string;
  readonly result_file: string;
  /** Those that count, and those of them that passed. */
  readonly trials: number;
  readonly passed: number;
  readonly errored: number;
  readonly first_error: string | null;
  /** A 95 % interval of the rate at which trials pass that begin in these states. */
  readonly interval: readonly [lower: number, upper: number] | null;
  /** US dollars for all trials, with what their recordings took; null if a price is not known. */
  readonly cost: number | null;
  /** Of trials that followed their recording by place: how many asked something else, and where the first did. */
  readonly strayed: { readonly trials: number; readonly first: string } | null;
  /** What went wrong, the most frequent first. */
  readonly failures: readonly { readonly reason: string; readonly trials: number }[];
}

/** How two ways compare, over the recordings that trials began as. */
export interface ForkComparison extends Pick<
  GateSuite,
  "verdict" | "difference" | "interval" | "detectable"
> {
  readonly reference: string;
  readonly candidate: string;
  /** How many recordings trials of both began as. */
  readonly states: number;
  /** Two-sided, adjusted for the number of comparisons. */
  readonly p_value: number;
}
