import type { CustomChecks } from "../../checks/custom-check.ts";
import type { Config } from "../../config/config.ts";
import { MOST_TRIALS } from "../../gate/trial-bounds.ts";
import type { Prices } from "../../models/prices.ts";
import type { Shard, TrafficMode } from "../../results/result.ts";
import type { Entry } from "../../runner/agents/agents-module.ts";
import type { ConfiguredSuite } from "./load-config.ts";

/** What a config says of how models are asked. */
export interface Asking extends Pick<
  Config,
  "api" | "request" | "client" | "judge" | "variants" | "maxBody"
> {
  /** The config. */
  readonly file?: string;
}

/** How cases are played, whoever asks for it, and what only the config can say. */
export interface PlayOptions {
  /** The config file, if it was named. */
  readonly config?: string;
  /** What the config's paths are relative to. */
  readonly root?: string | undefined;
  /** The config's suites, whether they are played or not. */
  readonly suites?: readonly ConfiguredSuite[] | undefined;
  /** One agents module for all suites. */
  readonly agents?: string;
  /** Agents that are there already, in place of a module. */
  readonly entry?: Entry | undefined;
  /** The config's agents module of a case file. */
  readonly agentsOf?: (cases: string) => string | undefined;
  readonly modelOverride?: string;
  /** The name of one of the config's variants. */
  readonly variant?: string;
  /** How the config has models asked. */
  readonly asking?: Asking | undefined;
  readonly judgeModel?: string;
  /** The config's judge: it beats the default, and yields to the flag and to expectations. */
  readonly defaultJudgeModel?: string | undefined;
  readonly stream?: boolean;
  readonly testNamePattern?: RegExp;
  readonly tag?: readonly string[];
  readonly shard?: Shard;
  /** Only the cases with these ids. */
  readonly ids?: ReadonlySet<string> | undefined;
  readonly resume?: boolean;
  /** Undefined leaves it to the kind of run. */
  readonly trials?: number | undefined;
  readonly concurrency: number;
  readonly timeout: number;
  readonly maxTurns?: number | undefined;
  readonly maxCost?: number;
  readonly maxTokens?: number;
  /** The config's prices, which add to the table or correct it. */
  readonly prices?: Prices;
  /** The checks of the config. */
  readonly checks?: CustomChecks | undefined;
  /** What the config adds to the secrets that are taken out of all that is written. */
  readonly secrets?: readonly (string | RegExp)[] | undefined;
  readonly traffic: TrafficMode;
  /** The directory of all recordings, if one is named. */
  readonly fixtures?: string | undefined;
  readonly realTime?: boolean;
  readonly clock: "recorded" | "real";
  /** What programs do that agents write. */
  readonly code?: "recorded" | "live";
  /** The config's patterns of hosts whose requests are neither recorded nor refused. */
  readonly passthrough?: readonly string[] | undefined;
  /** The config's response headers that recordings keep, in lower case. */
  readonly keptHeaders?: readonly string[] | undefined;
  /** The config's request headers by which a request is found again, in lower case. */
  readonly matchedHeaders?: readonly string[] | undefined;
  /** What records a case again, for messages; a command line by default. */
  readonly howToRecord?: ((mode: "record" | "update", id: string) => string) | undefined;
  /** The directory of all results and reports, if one is named. */
  readonly output?: string;
}

/** How suites are played and held against what is expected of them. */
export interface SuiteOptions extends PlayOptions {
  readonly bail?: number | true;
  readonly threshold: number;
  readonly failOnErrors?: boolean;
  readonly baseline?: string;
  readonly bless?: boolean;
  readonly add?: boolean;
  /** False where drift from the baseline counts as failed. */
  readonly drift?: boolean;
  readonly alpha: number;
  readonly until?: "decided";
  readonly maxTrials: number;
  readonly coverage?: boolean;
  readonly coverageCases?: boolean;
  readonly minCoverage?: number;
  readonly unexpected?: boolean;
}

/** What holds where neither the user nor the config says anything. */
export const DEFAULTS = {
  traffic: "replay",
  clock: "recorded",
  concurrency: 16,
  timeout: 120_000,
  threshold: 1,
  alpha: 0.05,
  maxTrials: MOST_TRIALS,
} as const satisfies Partial<SuiteOptions>;
