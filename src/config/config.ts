import type { CommandLine } from "../cases/command.ts";
import { commandRule } from "../cases/rules/command.ts";
import { checksProblem, type CustomChecks } from "../checks/custom-check.ts";
import { faulty, mustBe, NO_FAULTS, within, type Fault, type Rule } from "../json/fault.ts";
import { notJsonFaults, withoutUndefined } from "../json/not-json.ts";
import {
  also,
  amount,
  chosen,
  count,
  dictionary,
  list,
  object,
  oneOf,
  string,
  trueOrFalse,
} from "../json/rules.ts";
import { isRecord } from "../json/value.ts";
import type { Api } from "../swarm/agent/api.ts";
import type { RequestParameters } from "../swarm/agent/request-parameters.ts";
import { CLIENT_NAMES, CLIENT_RULES, type ClientConfig } from "./client.ts";
import { replyHeader, requestHeader } from "./header-names.ts";
import { secret } from "./secret.ts";
import {
  apiRule,
  judgeRule,
  requestRule,
  variantRule,
  type JudgeConfig,
  type VariantConfig,
} from "./variant.ts";

/** A case file and what it is played against. */
export interface SuiteConfig {
  /** Recordings and reports are filed under it; the name of the case file by default. */
  readonly name?: string | undefined;
  /** A path or a pattern: `evals/airline.jsonl`, `evals/*.jsonl`. */
  readonly cases: string;
  /** The agents module; without it, that of the config, or the neighbour of the case file. */
  readonly agents?: string | undefined;
  /** The program that is played in place of agents, unless a case names one. It runs in the root. */
  readonly command?: CommandLine | undefined;
}

/** US dollars for a million tokens. */
export interface PriceConfig {
  readonly input: number;
  readonly output: number;
  /** The price of prompt tokens that the provider reads from its cache; the same as `input` by default. */
  readonly cachedInput?: number | undefined;
  /** The most tokens of a completion, reasoning included: budgets then reserve this much and are never exceeded. */
  readonly maxOutput?: number | undefined;
}

/** What `swarm-eval.config.ts` may say. Flags of the command line take precedence. */
export interface Config {
  /** What `swarm-eval run` plays when no case file is named. */
  readonly suites?: readonly (string | SuiteConfig)[] | undefined;
  /** The agents module of suites that name none. */
  readonly agents?: string | undefined;
  /** One model for every agent. */
  readonly modelOverride?: string | undefined;
  /** The API that every agent asks. */
  readonly api?: Api | undefined;
  /** Parameters of every agent's requests, in place of an agent's own of the same name. */
  readonly request?: RequestParameters | undefined;
  /** The server that is asked, and how. */
  readonly client?: ClientConfig | undefined;
  /** Ways to ask that `--variant` names: one model with two settings, or at two servers. */
  readonly variants?: Readonly<Record<string, VariantConfig>> | undefined;
  /** The models that `swarm-eval compare` plays. */
  readonly models?: readonly string[] | undefined;
  /** The model that grades replies when an expectation names none; `"gpt-5.4"` by default. */
  readonly judgeModel?: string | undefined;
  /** The same model, how it is asked, and what `swarm-eval judge` must find of it. */
  readonly judge?: JudgeConfig | undefined;
  /** Prices by model; they add to the built-in table or replace its entries. */
  readonly prices?: Readonly<Record<string, PriceConfig>> | undefined;
  /** How many times each case is played, unless the case says so itself; 1 by default. */
  readonly trials?: number | undefined;
  /** The share of a case's trials that must pass for it to pass: more than 0 and at most 1; 1 by default. */
  readonly threshold?: number | undefined;
  /** How many conversations are played at the same time; 16 by default. */
  readonly concurrency?: number | undefined;
  /** The most milliseconds that a trial may take; 120,000 by default. */
  readonly timeout?: number | undefined;
  /** The most completions that a turn may take, unless its case says so itself; no limit by default. */
  readonly maxTurns?: number | undefined;
  /** The most bytes of a reply, unpacked, of the API or to a tool's request; 67,108,864 (64 MB) by default. */
  readonly maxBody?: number | undefined;
  /** The most US dollars that the requests of a run may cost. */
  readonly maxCost?: number | undefined;
  /** The most tokens that the requests of a run may use, prompts and completions together. */
  readonly maxTokens?: number | undefined;
  /** Whether to report how much of the swarm the cases touch. */
  readonly coverage?: boolean | undefined;
  /** The share of the swarm that the cases must touch, in percent. */
  readonly minCoverage?: number | undefined;
  /** `"table"`, `"json"`, `"junit"`, `"github"`, `"csv"`, `"html"` or `"otlp"`; `["table"]` by default. */
  readonly reporters?: readonly string[] | undefined;
  /** Whether to keep how whole suites did in a history beside their results. */
  readonly history?: boolean | undefined;
  /** The directory of results and reports; by default `reports` of the root, or of the package of the case file. */
  readonly output?: string | undefined;
  /** The directory of recordings; by default `fixtures` of the root, or of the package of the case file. */
  readonly fixtures?: string | undefined;
  /** Hosts whose requests are neither recorded nor refused: `"localhost"`, `"127.0.0.1:8080"`, `"*.example.com"`. */
  readonly passthrough?: readonly string[] | undefined;
  /** Response headers that recordings keep, beside those that they keep anyway: `"x-total"`. */
  readonly headers?: readonly string[] | undefined;
  /** Request headers by which an API chooses its answer: `"accept-language"`. A request is found again by them, too. */
  readonly matchHeaders?: readonly string[] | undefined;
  /**
   * What must not be written or printed, beside what is known: names of variables, JSON fields, form fields and headers
   * as strings, and patterns of values, such as `/\bcust-\d{8}\b/`.
   */
  readonly secrets?: readonly (string | RegExp)[] | undefined;
  /** What trials read of time and chance: what was `"recorded"`, or the `"real"`; `"recorded"` by default. */
  readonly clock?: "recorded" | "real" | undefined;
  /** Checks that the cases of every suite may name; those of an agents module beat them. */
  readonly checks?: CustomChecks | undefined;
  /** The folder that paths are relative to; by default that of the config, from which it is named. */
  readonly root?: string | undefined;
}

/** Returns the config unchanged; it lets an editor check and complete it. */
export function defineConfig(config: Config): Config {
  return config;
}

const text = string("it is empty");

const share = also(amount(0), (value: number) =>
  value > 0 && value <= 1 ? undefined : `it must be more than 0 and at most 1, not ${value}`,
);
const percentage = also(amount(0), (value: number) =>
  value <= 100 ? undefined : `it must be at most 100, not ${value}`,
);

/** Files and folders are called by it. */
const suiteName = also(text, (name: string) =>
  /[/\\\p{Cc}]|^\.|[. ]$/u.test(name)
    ? `${JSON.stringify(name)} cannot be the name of a file`
    : undefined,
);

const suiteObject = also(
  object<SuiteConfig>({ cases: text }, { name: suiteName, agents: text, command: commandRule }),
  ({ agents, command }: SuiteConfig) =>
    agents !== undefined && command !== undefined
      ? "it has agents and a command, and only one of them can be played"
      : undefined,
);

const suite = chosen((value) => {
  if (typeof value === "string") return text;
  return isRecord(value) ? suiteObject : () => mustBe("a case file, or an object with one", value);
});

const customChecks: Rule = (value) => {
  const problem = checksProblem(value);
  return problem === undefined ? NO_FAULTS : faulty(`it ${problem}`);
};

const price = object<PriceConfig>(
  { input: amount(0), output: amount(0) },
  { cachedInput: amount(0), maxOutput: count(1) },
  {
    cached_input: 'It is called "cachedInput" here.',
    max_output: 'It is called "maxOutput" here.',
  },
);

/** What the rule for a config must know of other rooms. */
export interface ConfigTerms {
  /** The names of all reporters. */
  readonly reporters: readonly string[];
  /** Why a pattern of hosts cannot be used, as a clause. */
  readonly hostProblem: (pattern: string) => string | undefined;
}

/** The rule for a config as its file exports it. */
export function configRule({ reporters, hostProblem }: ConfigTerms): Rule {
  const config = object<Config>(
    {},
    {
      suites: list(suite, "it is empty, so there would be nothing to play"),
      agents: text,
      modelOverride: text,
      api: apiRule,
      request: requestRule,
      client: object<ClientConfig>({}, CLIENT_RULES, CLIENT_NAMES),
      variants: dictionary(variantRule),
      models: list(text),
      judgeModel: text,
      judge: judgeRule,
      prices: dictionary(price),
      trials: count(1),
      threshold: share,
      concurrency: count(1),
      timeout: count(1),
      maxTurns: count(1),
      maxBody: count(1),
      maxCost: amount(0),
      maxTokens: count(1),
      coverage: trueOrFalse,
      minCoverage: percentage,
      reporters: list(oneOf(reporters)),
      history: trueOrFalse,
      output: text,
      fixtures: text,
      passthrough: list(also(text, hostProblem)),
      headers: list(replyHeader),
      matchHeaders: list(requestHeader),
      secrets: list(secret),
      clock: oneOf(["recorded", "real"]),
      checks: customChecks,
      root: text,
    },
    {
      thresholds: "Set these in the config itself: minCoverage, maxCost, threshold.",
      traffic: "It can only be set on the command line: --traffic.",
    },
  );
  return (value) => {
    // Secrets may be regular expressions, and checks are functions: their own rules read them.
    const faults = notJsonFaults(value, ["secrets", "checks"]);
    if (faults.length > 0) return faults;
    const given = withoutUndefined(value);
    return [...config(given), ...judgedTwice(given)];
  };
}

function judgedTwice(config: unknown): readonly Fault[] {
  if (!isRecord(config) || !isRecord(config["judge"])) return NO_FAULTS;
  const isTwice = "model" in config["judge"] && "judgeModel" in config;
  return isTwice
    ? within("judge", faulty("its model is named twice, here and as judgeModel"))
    : NO_FAULTS;
}
