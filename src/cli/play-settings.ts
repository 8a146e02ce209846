import type { TrafficMode } from "../results/result.ts";

/** How suites are played, as the flags of `run` say it. */
export interface PlaySettings {
  readonly agents?: string;
  readonly modelOverride?: string;
  /** Grades replies instead of the default and of what expectations name. */
  readonly judgeModel?: string;
  readonly stream?: boolean;
  readonly trials: number;
  /** The share of a case's trials that must pass for it to pass; 1 by default. */
  readonly threshold?: number;
  /** Plays a case no longer once it is decided. */
  readonly until?: "decided";
  readonly concurrency: number;
  readonly bail?: number | true;
  /** Milliseconds for each trial. */
  readonly timeout: number;
  readonly traffic: TrafficMode;
  readonly fixtures: string;
  readonly realTime?: boolean;
  /** The directory of results and reports. */
  readonly output: string;
}
