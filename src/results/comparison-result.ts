import type { Counts } from "../stats/counts.ts";
import type { ByK, IntervalEnds, ResultHeader, SuiteEnd } from "./result.ts";

/** A run among those compared, over the cases that all of them have. Means are over the trials that count; errored ones do not. */
export interface ComparedRun extends Pick<
  ResultHeader,
  "model_override" | "traffic" | "started_at" | "prices"
> {
  /** What it is called beside the others: its model or its file. */
  readonly label: string;
  /** The models that were asked. */
  readonly models: readonly string[];
  readonly result_file: string;
  readonly stopped: SuiteEnd["stopped"];
  readonly trials: number;
  readonly passed: number;
  readonly errored: number;
  /** What broke off the first of those that errored. */
  readonly first_error: string | null;
  /** Recordings of the run that nothing asked for. */
  readonly leftovers: number;
  readonly pass_rate: number | null;
  readonly pass_rate_interval: IntervalEnds | null;
  readonly pass_hat_k: ByK<number>;
  readonly pass_hat_k_interval: ByK<IntervalEnds>;
  /** A trial's calls of the model, tokens, US dollars, and milliseconds; null where they are not known. */
  readonly model_calls: number | null;
  readonly tokens: number | null;
  readonly cost: number | null;
  readonly latency_ms: { readonly p50: number; readonly p95: number } | null;
  readonly routing: Routing;
}

/** Whom the cases expected to have the conversation against who had it. */
export interface Routing {
  /** How many decisions the cases say something of, and how many of them went as expected. */
  readonly decisions: number;
  readonly as_expected: number;
  /** By the expected agent, then by the actual one. */
  readonly confusion: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** Up to three cases for each pair of agents that were confused, as `expected → actual`. */
  readonly examples: Readonly<Record<string, readonly string[]>>;
}

/** A case of which more or fewer trials passed than under the reference. */
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
  /** As many as cases, where none of them share a tag that makes them one. */
  readonly clusters: number;
  readonly verdict: "better" | "worse" | "no difference shown";
  readonly difference: number;
  readonly interval: IntervalEnds;
  readonly p_value: number;
  /** Adjusted by Holm for the number of comparisons; the verdict rests on it. */
  readonly p_adjusted: number;
  readonly test: "mcnemar" | "sign-flip";
  /** The smallest difference that so many cases would have shown with a chance of at least 0.8; null where they can show none. */
  readonly detectable: number | null;
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
  /** What the tag begins with whose cases are taken together, where one was named. */
  readonly cluster?: string;
  readonly runs: readonly ComparedRun[];
  /** Of each run but the first; null where none of its trials can be compared. */
  readonly comparisons: readonly (RunComparison | null)[];
  /** The cases that some runs have and others have not, by the labels of those that have them. */
  readonly left_out: Readonly<Record<string, readonly string[]>>;
}
