import { Option, type Command } from "commander";
import type { CustomChecks } from "../../checks/custom-check.ts";
import type { Config } from "../../config/config.ts";
import { MOST_TRIALS } from "../../gate/trial-bounds.ts";
import type { TrafficMode } from "../../results/result.ts";
import type { Prices } from "../../models/prices.ts";
import type { WatchedRun } from "../process/watched-run.ts";
import type { ConfiguredSuite } from "./load-config.ts";
import {
  amount,
  level,
  list,
  percent,
  regularExpression,
  shard,
  share,
  wholeNumber,
} from "./values.ts";

/** What a config says of how models are asked. */
export interface Asking extends Pick<
  Config,
  "api" | "request" | "client" | "judge" | "variants" | "maxBody"
> {
  /** The config. */
  readonly file?: string;
}

/** The options that `run` and `compare` share: their flags, and what only the config can say. */
export interface PlayOptions {
  /** The config file, if it was named. */
  readonly config?: string;
  /** What the config's paths are relative to. */
  readonly root?: string | undefined;
  /** The config's suites, whether they are played or not. */
  readonly suites?: readonly ConfiguredSuite[] | undefined;
  /** One agents module for all suites. */
  readonly agents?: string;
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
  readonly shard?: { readonly index: number; readonly of: number };
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
  /** The directory of all results and reports, if one is named. */
  readonly output?: string;
  readonly json?: boolean;
}

/** The options of `run`. */
export interface RunOptions extends PlayOptions {
  readonly lastFailed?: boolean;
  readonly watch?: boolean;
  /** What the process asks that watches for changes and started this one. */
  readonly watched?: WatchedRun;
  readonly bail?: number | true;
  readonly strict?: boolean;
  readonly threshold: number;
  readonly failOnErrors?: boolean;
  readonly baseline?: string;
  readonly bless?: boolean;
  readonly add?: boolean;
  /** False where `--no-drift` was given. */
  readonly drift?: boolean;
  readonly alpha: number;
  readonly until?: "decided";
  readonly maxTrials: number;
  readonly coverage?: boolean;
  readonly coverageCases?: boolean;
  readonly minCoverage?: number;
  readonly reporter: readonly string[];
  readonly verbose?: boolean;
  readonly unexpected?: boolean;
}

/** The flags that `compare` does not share. Its own `--model-override` and `--variant` take several. */
const OF_RUN_ALONE: ReadonlySet<string> = new Set<keyof RunOptions>([
  "modelOverride",
  "variant",
  "lastFailed",
  "watch",
  "watched",
  "bail",
  "strict",
  "threshold",
  "failOnErrors",
  "baseline",
  "bless",
  "add",
  "drift",
  "alpha",
  "until",
  "maxTrials",
  "coverage",
  "coverageCases",
  "minCoverage",
  "reporter",
  "verbose",
  "unexpected",
]);

/** Gives a command the flags of `run`, in the groups of its help. */
export function withRunFlags(run: Command): Command {
  return run
    .optionsGroup("Agents and models:")
    .option("--config <file>", CONFIG)
    .option(
      "--agents <module>",
      "the agents module (default: the case file's neighbour of the same name)",
    )
    .option("--model-override <model>", "one model for every agent")
    .option("--variant <name>", "one of the config's variants: a model, its server, its parameters")
    .option("--judge-model <model>", "one model for every judge (default: gpt-5.4)")
    .option("--stream", "play by streaming; the trajectory is the same")
    .optionsGroup("Which cases, and how often:")
    .option("-t, --test-name-pattern <regex>", "only cases whose id matches", regularExpression)
    .option(
      "--tag <tag>",
      "only cases with this tag; repeat it, or separate several by commas",
      list(),
    )
    .option("--shard <i/n>", "only one part of the cases, such as 2/5", shard)
    .option("--last-failed", "only cases that did not pass when the suite was last run")
    .option(
      "--watch",
      "play again what a changed file touches: cases, agents and what they import, the config",
    )
    .addOption(
      new Option("--watched <run>")
        .argParser(JSON.parse as (text: string) => WatchedRun)
        .hideHelp(),
    )
    .option(
      "--resume",
      "go on with a run that was broken off: the trials that had finished are not played again",
    )
    .option(
      "--trials <n>",
      "how many times each case is played (default: 1; with --baseline and --traffic live 2, and more where a case looks broken)",
      wholeNumber(1),
    )
    .option(
      "--max-trials <n>",
      "up to how many times a case is played that looks broken, with --baseline, --traffic live and no --trials",
      wholeNumber(1),
      MOST_TRIALS,
    )
    .option("--concurrency <n>", "how many conversations are played at once", wholeNumber(1), 16)
    .option(
      "--bail [n]",
      "stop after this many cases that did not pass (1 if no number is given, 0 for never)",
      wholeNumber(0),
    )
    .option("--timeout <ms>", "how long a trial may take", wholeNumber(1), 120_000)
    .option("--max-turns <n>", MAX_TURNS, wholeNumber(1))
    .optionsGroup("What counts as failed:")
    .option(
      "--threshold <share>",
      "the share of a case's trials that must pass for it to pass",
      share,
      1,
    )
    .option(
      "--fail-on-errors",
      "count trials that broke off as failed: the API, a timeout, a service of a tool, a judge, the agents module",
    )
    .option(
      "--baseline <file>",
      "compare with a baseline file, or with the suite's own in a directory: then only a regression fails",
    )
    .option(
      "--bless",
      "write the baseline, failures included, to the file of --baseline or to reports/<suite>.baseline.json",
    )
    .option(
      "--add",
      "with --bless and --traffic live: if nothing regressed, add this run's trials to those of the baseline",
    )
    .option(
      "--alpha <level>",
      "the chance at most that a run of models fails against a baseline though nothing changed",
      level,
      0.05,
    )
    .option(
      "--no-drift",
      "fail on a case that passes in a replay, but takes another path or leaves another state than for the baseline",
    )
    .addOption(
      new Option(
        "--until <when>",
        "decided: end a case as soon as further trials cannot change whether it passes or, with a baseline, whether it regressed",
      ).choices(["decided"]),
    )
    .option("--strict", STRICT)
    .optionsGroup("Coverage of the swarm:")
    .option("--coverage", "say which agents, handoffs, tools and context variables no case touches")
    .option("--coverage-cases", "list in the result which cases touch each of them")
    .option(
      "--min-coverage <percent>",
      "fail if less than this share of what can be reached is touched",
      percent,
    )
    .option(
      "--unexpected",
      "list what agents did and changed in cases that passed, and no check of the case would miss",
    )
    .optionsGroup("Spending limits:")
    .option("--max-cost <usd>", "stop before requests to the network cost more", amount)
    .option("--max-tokens <n>", "stop before requests to the network use more", wholeNumber(1))
    .optionsGroup("Recordings:")
    .addOption(
      new Option(
        "--traffic <mode>",
        "replay: answer from recordings, never from the network; record: record what is missing; update: record from the first request that changed; live: no recordings",
      )
        .choices(["replay", "record", "update", "live"])
        .default("replay"),
    )
    .option("--fixtures <dir>", FIXTURES)
    .option(
      "--real-time",
      "record the pauses of streams, and keep to the recorded timing in a replay",
    )
    .addOption(clockOption())
    .addOption(
      new Option(
        "--code <which>",
        "recorded: a replay takes what programs of agents did from their recording, and runs none; live: it runs them again",
      )
        .choices(["recorded", "live"])
        .default("recorded"),
    )
    .optionsGroup("Output:")
    .addOption(
      reporterOption(`${REPORTERS}; json stands for the result alone, which is always written`),
    )
    .option("--verbose", VERBOSE)
    .option("--output <dir>", OUTPUT)
    .option(
      "--json",
      "print the result to stdout, one line of JSON for each suite, and nothing else",
    );
}

/** What `--max-turns` limits, for help. */
const MAX_TURNS =
  "how many completions a turn may take; a case's own max_turns beats it (default: no limit)";

/** What `--fixtures` names, for help. */
export const FIXTURES =
  "where the recordings live (default: fixtures, beside the config or in the package of the case file)";

/** What `--verbose` does, for help. */
export const VERBOSE =
  "tables also show the chances of each case and of the suite: pass^k and pass@k";

/** What `--output` names, for help. */
export const OUTPUT =
  "the directory of results and reports (default: reports, beside the config or in the package of the case file)";

/** What `--strict` does, for help. */
export const STRICT =
  "exit 2 if a case names what the agents do not have, which most likely is a slip";

/** What `--config` names, for help. */
export const CONFIG =
  "the config (default: swarm-eval.config.ts, .mts, .js or .mjs, here or in the nearest folder above)";

/** The flags that `compare` shares with `run`. */
export function sharedWithCompare(run: Command): Option[] {
  return run.options.filter((option) => !OF_RUN_ALONE.has(option.attributeName()));
}

/** The flags of `run` that say how a judge is asked. */
const OF_JUDGES: ReadonlySet<string> = new Set<keyof RunOptions>([
  "config",
  "judgeModel",
  "concurrency",
  "timeout",
  "maxCost",
  "maxTokens",
  "traffic",
  "fixtures",
  "output",
  "json",
]);

/** The flags that `judge` shares with `run`. */
export function sharedWithJudge(run: Command): Option[] {
  return run.options.filter((option) => OF_JUDGES.has(option.attributeName()));
}

/** The flags of `run` that say what becomes of requests. */
const OF_TRAFFIC: ReadonlySet<string> = new Set<keyof RunOptions>([
  "traffic",
  "fixtures",
  "realTime",
]);

/** The flags that `proxy` shares with `run`. */
export function sharedWithProxy(run: Command): Option[] {
  return run.options.filter((option) => OF_TRAFFIC.has(option.attributeName()));
}

/** What trials read of time and chance. */
export function clockOption(): Option {
  return new Option(
    "--clock <which>",
    "recorded: a replay gives trials the time and the random numbers of their recording; real: those of now",
  )
    .choices(["recorded", "real"])
    .default("recorded");
}

/** What the reporters write, for help. */
export const REPORTERS =
  "comma-separated: table; junit, csv and html (a file each); github (annotations and a step summary)";

const DEFAULT_REPORTERS = ["table"];

export function reporterOption(description: string): Option {
  return new Option("--reporter <names>", description)
    .argParser(list(DEFAULT_REPORTERS))
    .default(DEFAULT_REPORTERS, DEFAULT_REPORTERS.join());
}
