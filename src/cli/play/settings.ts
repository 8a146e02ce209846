import type { TrafficMode } from "../../results/result.ts";
import type { Prices } from "../../runner/prices.ts";

/** How suites are played, as the flags of `run` say it. */
export interface PlaySettings {
  /** The config file, where another than that of the working directory was named. */
  readonly config?: string;
  /** The agents module of all suites. */
  readonly agents?: string;
  /** That of one, by its case file, where all have none; undefined for the neighbour of the case file. */
  readonly agentsOf?: (cases: string) => string | undefined;
  readonly modelOverride?: string;
  /** Of models that the table does not know, or knows otherwise. */
  readonly prices?: Prices;
  /** Caps on what the run may take: US dollars, and tokens of prompts and completions together. */
  readonly maxCost?: number;
  readonly maxTokens?: number;
  /** Grades replies instead of the default and of what expectations name. */
  readonly judgeModel?: string;
  /** Grades replies where neither that nor an expectation names a model. */
  readonly defaultJudgeModel?: string | undefined;
  readonly stream?: boolean;
  readonly trials: number;
  /** The share of a case's trials that must pass for it to pass; 1 by default. */
  readonly threshold?: number;
  /** Plays a case no longer once it is decided. */
  readonly until?: "decided";
  readonly concurrency: number;
  /** Whether to say what was touched of the swarm, and which cases touched it; the least share of it, in percent. */
  readonly coverage?: boolean;
  readonly coverageCases?: boolean;
  readonly minCoverage?: number;
  readonly bail?: number | true;
  /** Milliseconds for each trial. */
  readonly timeout: number;
  readonly traffic: TrafficMode;
  readonly fixtures: string;
  readonly realTime?: boolean;
  /** The directory of results and reports. */
  readonly output: string;
}
