import type { IntervalEnds, ResultHeader } from "../results/result.ts";

/** How a suite did over time, its earliest run first. */
export interface HistoryResult {
  readonly suite: string;
  readonly runs: readonly HistoryRun[];
}

/** A run of a whole suite. */
export interface HistoryRun extends Pick<ResultHeader, "started_at" | "traffic"> {
  /** Its variant or its models. */
  readonly label: string;
  /** Trials. */
  readonly passed: number;
  readonly failed: number;
  readonly errored: number;
  /** The mean over cases of the share of trials that passed; null if no trial counts. */
  readonly pass_rate: number | null;
  readonly pass_rate_interval: IntervalEnds | null;
  /** US dollars of all trials, without judges; null if not known. */
  readonly cost: number | null;
  /** Milliseconds of a trial; null if none counts. */
  readonly latency_ms: { readonly p50: number; readonly p95: number } | null;
  /** By id, those of which a trial counts. */
  readonly cases: Readonly<Record<string, HistoryCase>>;
}

/** A case in a run: its trials that count, and means over them. */
export interface HistoryCase {
  readonly passed: number;
  readonly trials: number;
  /** US dollars; null if not known. */
  readonly cost: number | null;
  readonly duration_ms: number;
  /** Changes with what the case says or expects; null if the result does not have it. */
  readonly fingerprint: string | null;
}
