import { Option, type Command } from "commander";
import { DEFAULTS, type SuiteOptions } from "../../runs/settings/options.ts";
import type { WatchedRun } from "../process/watched-run.ts";
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

/** The options of `run`. */
export interface RunOptions extends SuiteOptions {
  readonly lastFailed?: boolean;
  readonly watch?: boolean;
  /** What the process asks that watches for changes and started this one. */
  readonly watched?: WatchedRun;
  readonly strict?: boolean;
  readonly reporter: readonly string[];
  readonly verbose?: boolean;
  /** The Redis server by which workers are given the trials. */
  readonly queue?: string;
  readonly json?: boolean;
  /** Whether whole suites are kept in the history. */
  readonly history?: boolean;
}

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
      DEFAULTS.maxTrials,
    )
    .option(
      "--concurrency <n>",
      "how many conversations are played at once",
      wholeNumber(1),
      DEFAULTS.concurrency,
    )
    .option(
      "--queue <url>",
      "have workers play the trials, on any number of machines (swarm-eval worker): redis://host:6379",
    )
    .option(
      "--bail [n]",
      "stop after this many cases that did not pass (1 if no number is given, 0 for never)",
      wholeNumber(0),
    )
    .option("--timeout <ms>", "how long a trial may take", wholeNumber(1), DEFAULTS.timeout)
    .option("--max-turns <n>", MAX_TURNS, wholeNumber(1))
    .optionsGroup("What counts as failed:")
    .option(
      "--threshold <share>",
      "the share of a case's trials that must pass for it to pass",
      share,
      DEFAULTS.threshold,
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
      DEFAULTS.alpha,
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
        .default(DEFAULTS.traffic),
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
      "--history",
      "keep how whole suites did in history.sqlite beside their results: pages and swarm-eval history show it",
    )
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

/** What trials read of time and chance. */
export function clockOption(): Option {
  return new Option(
    "--clock <which>",
    "recorded: a replay gives trials the time and the random numbers of their recording; real: those of now",
  )
    .choices(["recorded", "real"])
    .default(DEFAULTS.clock);
}

/** What the reporters write, for help. */
export const REPORTERS =
  "comma-separated: table; junit, csv and html (a file each); github (annotations and a step summary); otlp (traces, to a collector of OpenTelemetry)";

const DEFAULT_REPORTERS = ["table"];

export function reporterOption(description: string): Option {
  return new Option("--reporter <names>", description)
    .argParser(list(DEFAULT_REPORTERS))
    .default(DEFAULT_REPORTERS, DEFAULT_REPORTERS.join());
}

/** Opens the HTML page; these are the reporters then if none are named. */
export function openOption(reporters: readonly string[]): Option {
  return new Option("--open", "open the HTML page in your browser").implies({
    reporter: reporters,
  });
}
