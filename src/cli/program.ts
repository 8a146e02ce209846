import { Command, Option } from "commander";
import type { CompareOptions } from "./compare.ts";
import { configured } from "./configured.ts";
import { CHAT_KEYS, COMPARE_EXIT_CODES, EXIT_CODES, IMPORT_FORMATS } from "./help-texts.ts";
import { jsonObject } from "./json-object.ts";
import {
  amount,
  level,
  list,
  percent,
  regularExpression,
  shard,
  share,
  wholeNumber,
} from "./options.ts";
import type { RunOptions } from "./run.ts";
import type { ValidateOptions } from "./validate.ts";

/** The flags of `run` that say how cases are played, which a comparison takes as they are. */
const SHARED_WITH_COMPARE = new Set([
  "config",
  "agents",
  "judgeModel",
  "stream",
  "testNamePattern",
  "tag",
  "shard",
  "trials",
  "concurrency",
  "timeout",
  "maxCost",
  "maxTokens",
  "traffic",
  "fixtures",
  "realTime",
  "output",
  "json",
]);

const DEFAULT_REPORTERS = ["table"];
const REPORTERS =
  "table; junit, csv, html: a file each; github: annotations and a step summary; several by comma";

function reporterOption(description: string): Option {
  return new Option("--reporter <names>", description)
    .argParser(list(DEFAULT_REPORTERS))
    .default(DEFAULT_REPORTERS, DEFAULT_REPORTERS.join());
}

/** The command line. Each command loads what it needs when it is called, and answers with an exit code. */
export function program(exit: (code: number) => void): Command {
  const root = new Command("swarm-eval")
    .description("Evaluate and test multi-agent systems in the style of OpenAI's Swarm.")
    .addHelpText("after", EXIT_CODES)
    .option("-v, --version", "print the version");

  const run = root
    .command("run")
    .description("play scripted conversations and check what the agents did")
    .argument(
      "[cases...]",
      "case files (JSONL), such as evals/airline.jsonl (default: the suites of the config)",
    )
    .optionsGroup("Agents and models:")
    .option("--config <file>", "the config (default: swarm-eval.config.ts, .mts, .js or .mjs)")
    .option(
      "--agents <module>",
      "the agents module (default: the case file's neighbour of the same name)",
    )
    .option("--model-override <model>", "one model for every agent")
    .option("--judge-model <model>", "one model for every judge (default: gpt-4o)")
    .option("--stream", "play by streaming; the trajectory is the same")
    .optionsGroup("Which cases, and how often:")
    .option("-t, --test-name-pattern <regex>", "only cases whose id matches", regularExpression)
    .option("--tag <tag>", "only cases with this tag; several by comma or by repeating it", list())
    .option("--shard <i/n>", "only this part of the cases", shard)
    .option("--trials <n>", "how often each case is played", wholeNumber(1), 1)
    .option("--concurrency <n>", "conversations at once", wholeNumber(1), 16)
    .option("--bail [n]", "stop after so many cases that did not pass (1)", wholeNumber(1))
    .option("--timeout <ms>", "how long a trial may take", wholeNumber(1), 120_000)
    .optionsGroup("When it has failed:")
    .option(
      "--threshold <share>",
      "the share of a case's trials that must pass for it to pass",
      share,
      1,
    )
    .option(
      "--baseline <file>",
      "hold the run against a baseline, or the one of its suite in a directory: then only a regression fails",
    )
    .option(
      "--bless",
      "write the baseline, with all that failed: to the file of --baseline, else reports/<suite>.baseline.json",
    )
    .option("--alpha <level>", "the level of the tests against a baseline", level, 0.05)
    .addOption(
      new Option(
        "--until <when>",
        "decided: end a case once its further trials cannot change whether it passes or, with a baseline, whether it regressed",
      ).choices(["decided"]),
    )
    .optionsGroup("Coverage of the swarm:")
    .option("--coverage", "say which agents, handoffs, tools and context variables no case touches")
    .option("--coverage-cases", "keep in the result which cases touch each")
    .option("--min-coverage <percent>", "fail below this share of all that can be reached", percent)
    .optionsGroup("What it may take:")
    .option("--max-cost <usd>", "stop before what goes to the network costs more", amount)
    .option("--max-tokens <n>", "stop before it takes more tokens", wholeNumber(1))
    .optionsGroup("Recordings:")
    .addOption(
      new Option(
        "--traffic <mode>",
        "replay: answer from recordings, never from the network; record: record what is missing; update: record everything anew; live: no recordings",
      )
        .choices(["replay", "record", "update", "live"])
        .default("replay"),
    )
    .option("--fixtures <dir>", "where the recordings live", "fixtures")
    .option("--real-time", "keep the gaps of streams when recording, and the time when replaying")
    .optionsGroup("Output:")
    .addOption(
      reporterOption(
        `${REPORTERS}; the result itself is always written: json is no more than that`,
      ),
    )
    .option("--output <dir>", "where report files go", "reports")
    .option(
      "--json",
      "the result on stdout, one line of JSON for each suite, and nothing else there",
    )
    .addHelpText("after", EXIT_CODES)
    .action(async (cases: string[], _, command: Command) => {
      const { files, options } = await configured<RunOptions>(cases, command);
      const { run } = await import("./run.ts");
      exit(await run(files, options));
    });

  const compare = root
    .command("compare")
    .description("play cases with several models, or take the results of earlier runs, and compare")
    .argument("[files...]", "case files (JSONL); or, without --model-override, results (JSON)")
    .optionsGroup("What is compared:")
    .option(
      "--model-override <models>",
      "the models that every agent is given in turn, by comma; the others are held against the first",
      list(),
    )
    .option("--alpha <level>", "the level of the tests", level, 0.05)
    .addOption(
      new Option(
        "--fail-on <verdict>",
        "worse: exit 1 where any is worse than the first; failed checks are not asked",
      ).choices(["worse"]),
    );
  for (const option of run.options)
    if (SHARED_WITH_COMPARE.has(option.attributeName())) compare.addOption(option);
  compare
    .addHelpText("after", COMPARE_EXIT_CODES)
    .action(async (named: string[], _, command: Command) => {
      const { files, options } = await configured<CompareOptions>(named, command);
      const { compare: act } = await import("./compare.ts");
      exit(await act(files, options));
    });

  root
    .command("report")
    .description("draw reports from results of earlier runs, without playing anything")
    .argument("<results...>", "result files, such as reports/airline.json")
    .addOption(reporterOption(REPORTERS))
    .option("--output <dir>", "where report files go", "reports")
    .addHelpText("after", EXIT_CODES)
    .action(async (results: string[], options) => {
      const { report } = await import("./report.ts");
      exit(await report(results, options));
    });

  root
    .command("validate")
    .description("check case files and their agents modules without playing anything")
    .argument("[cases...]", "case files (JSONL) (default: the suites of the config)")
    .option("--config <file>", "the config (default: swarm-eval.config.ts, .mts, .js or .mjs)")
    .option(
      "--agents <module>",
      "the agents module (default: the case file's neighbour of the same name)",
    )
    .action(async (cases: string[], _, command: Command) => {
      const { files, options } = await configured<ValidateOptions>(cases, command);
      const { validate } = await import("./validate.ts");
      exit(await validate(files, options));
    });

  root
    .command("init")
    .description("write an example to begin with; nothing is overwritten")
    .option("--ci", "and a workflow for GitHub Actions")
    .action(async (options) => {
      const { init } = await import("./init.ts");
      exit(init(options));
    });

  root
    .command("chat")
    .description("talk to agents; --save makes a case of what was said")
    .argument("<agents>", "the agents module, such as evals/airline.ts")
    .option("--agent <name>", "who listens first (default: the entry agent)")
    .option("--context <json>", "the context variables at the beginning", jsonObject)
    .option("--model-override <model>", "one model for every agent")
    .option("--stream", "show the words of a reply as they come")
    .option("--timeout <ms>", "how long an answer may take", wholeNumber(1), 120_000)
    .optionsGroup("Saving:")
    .option("--save <cases.jsonl>", "add the session to a case file, with its recording")
    .option("--id <id>", "what the case is called (default: you are asked)")
    .option("--fixtures <dir>", "where the recordings live", "fixtures")
    .addHelpText("after", CHAT_KEYS)
    .action(async (agents: string, options) => {
      const { chat } = await import("./chat.ts");
      exit(await chat(agents, options));
    });

  root
    .command("import")
    .description("make a case file of Swarm's own cases, or of a table")
    .argument("<file>", "cases of Swarm's example evals (.json), or a case a row (.csv)")
    .option("-o, --output <cases.jsonl>", "the case file to write (default: to stdout)")
    .option("--force", "overwrite it")
    .option("--agent <name>", "the agent that the cases start at, where they do not say so")
    .addHelpText("after", IMPORT_FORMATS)
    .action(async (file: string, options) => {
      const { importCases } = await import("./import.ts");
      exit(await importCases(file, options));
    });

  return root;
}
