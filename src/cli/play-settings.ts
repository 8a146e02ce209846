import type { TrafficMode } from "../results/result.ts";

/** How suites are played, as the flags of `run` say it. */
export interface PlaySettings {
  readonly agents?: string;
  readonly modelOverride?: string;
  readonly stream?: boolean;
  readonly trials: number;
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
