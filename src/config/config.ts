/** A case file, or a pattern for several, and what they are played against. Paths are relative to the config file. */
export interface SuiteConfig {
  /** Such as `evals/airline.jsonl` or `evals/*.jsonl`. */
  readonly cases: string;
  /** The agents module; without it, that of the config, or the neighbour of the case file. */
  readonly agents?: string;
}

/** US dollars for a million tokens. */
export interface PriceConfig {
  readonly input: number;
  readonly output: number;
  /** Of what the provider answers from its cache; `input` where it is not said. */
  readonly cachedInput?: number;
}

/** What `swarm-eval.config.ts` may say. Every flag of the command line beats it. */
export interface Config {
  /** What `swarm-eval run` plays where no case file is named. */
  readonly suites?: readonly (string | SuiteConfig)[];
  /** The agents module of suites that name none. */
  readonly agents?: string;
  /** One model for every agent. */
  readonly modelOverride?: string;
  /** The models that `swarm-eval compare` sets side by side. */
  readonly models?: readonly string[];
  /** Grades replies where an expectation names no other model. */
  readonly judgeModel?: string;
  /** Of models that are not in the table, or cost something else. */
  readonly prices?: Readonly<Record<string, PriceConfig>>;
  /** How often a case is played that does not say so itself. */
  readonly trials?: number;
  /** The share of a case's trials that must pass for it to pass: more than 0, up to 1. */
  readonly threshold?: number;
  /** Conversations at once. */
  readonly concurrency?: number;
  /** Milliseconds that a trial may take. */
  readonly timeout?: number;
  /** US dollars that a run may take of the network. */
  readonly maxCost?: number;
  /** Tokens that a run may take of the network. */
  readonly maxTokens?: number;
  /** Says what a run touches of its swarm. */
  readonly coverage?: boolean;
  /** The least that a run must touch of its swarm, in percent. */
  readonly minCoverage?: number;
  /** Such as `table` or `junit`. */
  readonly reporters?: readonly string[];
  /** The directory of reports. */
  readonly output?: string;
  /** The directory of recordings. */
  readonly fixtures?: string;
}

/** Gives the types of a config to an editor; the config itself is passed on. */
export function defineConfig(config: Config): Config {
  return config;
}
