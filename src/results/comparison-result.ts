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
  /** One for each run after the first; null if none of its trials can be compared. */
  readonly comparisons: readonly (RunComparison | null)[];
  /** Cases that not all runs have, by the labels of those that have them. */
  readonly left_out: Readonly<Record<string, readonly string[]>>;
}
