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
  /** For the part of a prompt that the provider reads from its cache; the same as `input` by default. */
  readonly cachedInput?: number;
  /** Tokens that a completion can have at most, reasoning included: with it `maxCost` and `maxTokens` keep room for that much, and are never passed. */
  readonly maxOutput?: number;
}

/** What `swarm-eval.config.ts` may say. Every flag of the command line beats it. */
export interface Config {
  /** What `swarm-eval run` plays where no case file is named. */
  readonly suites?: readonly (string | SuiteConfig)[];
  /** The agents module of suites that name none. */
  readonly agents?: string;
  /** One model for every agent. */
  readonly modelOverride?: string;
  /** The models that `swarm-eval compare` plays. */
  readonly models?: readonly string[];
  /** The model that grades replies where an expectation names none; `"gpt-4o"` by default. */
  readonly judgeModel?: string;
  /** Prices by model, which add to the built-in table or correct it. */
  readonly prices?: Readonly<Record<string, PriceConfig>>;
  /** How many times each case is played, unless it says so itself; 1 by default. */
  readonly trials?: number;
  /** The share of a case's trials that must pass for it to pass: more than 0, at most 1, which is the default. */
  readonly threshold?: number;
  /** How many conversations are played at once; 16 by default. */
  readonly concurrency?: number;
  /** How many milliseconds a trial may take; 120,000 by default. */
  readonly timeout?: number;
  /** How many US dollars the requests of a run may cost. */
  readonly maxCost?: number;
  /** How many tokens the requests of a run may use, prompts and completions together. */
  readonly maxTokens?: number;
  /** Whether to report what the cases touch of the swarm. */
  readonly coverage?: boolean;
  /** The share of the swarm that the cases must touch, in percent. */
  readonly minCoverage?: number;
  /** `"table"`, `"json"`, `"junit"`, `"github"`, `"csv"` or `"html"`; `["table"]` by default. */
  readonly reporters?: readonly string[];
  /** The directory of results and reports; `"reports"` by default. */
  readonly output?: string;
  /** The directory of recordings; `"fixtures"` by default. */
  readonly fixtures?: string;
}

/** Returns the config as it is; an editor knows its type, and completes it. */
export function defineConfig(config: Config): Config {
  return config;
}
