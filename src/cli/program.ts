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
import { reporterOption, REPORTERS } from "./reporter-option.ts";
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
    .option(
      "--tag <tag>",
      "only cases with this tag; repeat it, or separate several by commas",
      list(),
    )
    .option("--shard <i/n>", "only one part of the cases, such as 2/5", shard)
    .option("--trials <n>", "how many times each case is played", wholeNumber(1), 1)
    .option("--concurrency <n>", "how many conversations are played at once", wholeNumber(1), 16)
    .option(
      "--bail [n]",
      "stop after this many cases that did not pass (1 if no number is given)",
      wholeNumber(1),
    )
    .option("--timeout <ms>", "how long a trial may take", wholeNumber(1), 120_000)
    .optionsGroup("What counts as failed:")
    .option(
      "--threshold <share>",
      "the share of a case's trials that must pass for it to pass",
      share,
      1,
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
      "--alpha <level>",
      "the significance level of the tests against a baseline",
      level,
      0.05,
    )
    .addOption(
      new Option(
        "--until <when>",
        "decided: end a case as soon as further trials cannot change whether it passes or, with a baseline, whether it regressed",
      ).choices(["decided"]),
    )
    .optionsGroup("Coverage of the swarm:")
    .option("--coverage", "say which agents, handoffs, tools and context variables no case touches")
    .option("--coverage-cases", "list in the result which cases touch each of them")
    .option(
      "--min-coverage <percent>",
      "fail if less than this share of what can be reached is touched",
      percent,
    )
    .optionsGroup("Spending limits:")
    .option("--max-cost <usd>", "stop before requests to the network cost more", amount)
    .option("--max-tokens <n>", "stop before requests to the network use more", wholeNumber(1))
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
    .option(
      "--real-time",
      "record the pauses of streams, and keep to the recorded timing in a replay",
    )
    .optionsGroup("Output:")
    .addOption(
      reporterOption(`${REPORTERS}; json stands for the result alone, which is always written`),
    )
    .option("--output <dir>", "the directory of results and reports", "reports")
    .option(
      "--json",
      "print the result to stdout, one line of JSON for each suite, and nothing else",
    )
    .addHelpText("after", EXIT_CODES)
    .action(async (cases: string[], _, command: Command) => {
      const { files, options } = await configured<RunOptions>(cases, command);
      const { run } = await import("./run.ts");
      exit(await run(files, options));
    });

  const compare = root
    .command("compare")
    .description("compare models on the same cases, or the results of earlier runs")
    .argument("[files...]", "case files (JSONL); or, without --model-override, results (JSON)")
    .optionsGroup("What is compared:")
    .option(
      "--model-override <models>",
      "the models to play every agent with, comma-separated; each is compared with the first",
      list(),
    )
    .option("--alpha <level>", "the significance level of the tests", level, 0.05)
    .option("--cluster <prefix>", "count cases as one that share a tag with this prefix")
    .addOption(
      new Option(
        "--fail-on <verdict>",
        "worse: exit 1 if any is worse than the first; failed checks do not count",
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
    .description("draw reports from the results of earlier runs, without playing anything")
    .argument("<results...>", "result files, such as reports/airline.json")
    .addOption(reporterOption(REPORTERS))
    .option("--output <dir>", "the directory of results and reports", "reports")
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
    .description("write an example to start from; nothing is overwritten")
    .option("--ci", "also write a workflow for GitHub Actions")
    .action(async (options) => {
      const { init } = await import("./init.ts");
      exit(init(options));
    });

  root
    .command("chat")
    .description("talk to agents; --save turns the session into a case")
    .argument("<agents>", "the agents module, such as evals/airline.ts")
    .option("--agent <name>", "the agent to talk to first (default: the entry agent)")
    .option("--context <json>", "the context variables to start with", jsonObject)
    .option("--model-override <model>", "one model for every agent")
    .option("--stream", "show each reply as it is written")
    .option("--timeout <ms>", "how long an answer may take", wholeNumber(1), 120_000)
    .optionsGroup("Saving:")
    .option("--save <cases.jsonl>", "add the session to a case file, with its recording")
    .option("--id <id>", "the id of the case (default: you are asked)")
    .option("--fixtures <dir>", "where the recordings live", "fixtures")
    .addHelpText("after", CHAT_KEYS)
    .action(async (agents: string, options) => {
      const { chat } = await import("./chat.ts");
      exit(await chat(agents, options));
    });

  root
    .command("import")
    .description("convert Swarm's own cases, or a table, to a case file")
    .argument(
      "<file>",
      "cases of Swarm's example evals (.json), or a table with a case in each row (.csv)",
    )
    .option("-o, --output <cases.jsonl>", "the case file to write (default: to stdout)")
    .option("--force", "overwrite it if it exists")
    .option("--agent <name>", "the agent that cases start at unless they name one")
    .addHelpText("after", IMPORT_FORMATS)
    .action(async (file: string, options) => {
      const { importCases } = await import("./import.ts");
      exit(await importCases(file, options));
    });

  return root;
}
