import { Command, Option } from "commander";
import { FORMAT_NAMES } from "./importing/format-names.ts";
import type { CompareOptions } from "./compare/compare.ts";
import type { JudgeCommandOptions } from "./judge/judge.ts";
import { addCheckSaved, asRunOptions, type CheckSavedOptions } from "./options/check-saved.ts";
import { configured, configuredChat, settingsOf } from "./options/configured.ts";
import {
  CHAT_KEYS,
  COMPARE_EXIT_CODES,
  EXIT_CODES,
  IMPORT_FORMATS,
  LABELLED_LINES,
  PROXIED,
} from "./options/help-texts.ts";
import { refuseIdleFlags } from "./options/idle-flags.ts";
import { json, jsonObject, level, list, rate, wholeNumber } from "./options/values.ts";
import {
  clockOption,
  CONFIG,
  FIXTURES,
  openOption,
  OUTPUT,
  reporterOption,
  REPORTERS,
  STRICT,
  VERBOSE,
  withRunFlags,
  type RunOptions,
} from "./options/run-flags.ts";
import { addSharedFlags } from "./options/shared-flags.ts";
import type { ProxyOptions } from "./proxy/proxy.ts";
import { addWorker } from "./queue/commands.ts";
import { addRecordings } from "./recordings/commands.ts";
import type { HistoryOptions } from "./results/history.ts";
import type { ReportCommandOptions } from "./results/report.ts";
import type { SchemasOptions } from "./init/schemas.ts";
import { addMutate } from "./what-if/mutate-command.ts";
import type { ValidateOptions } from "./play/validate.ts";
import { addFork } from "./what-if/fork-command.ts";
import { addShrink } from "./what-if/shrink-command.ts";

/** The command line. Each command loads what it needs when it is called, and answers with an exit code. */
export function program(exit: (code: number) => void): Command {
  const root = new Command("swarm-eval")
    .description("Evaluate and test multi-agent systems in the style of OpenAI's Swarm.")
    .addHelpText("after", EXIT_CODES)
    .option("-v, --version", "print the version");

  const run = withRunFlags(root.command("run"))
    .description("play scripted conversations and check what the agents did")
    .argument(
      "[cases...]",
      "case files, such as evals/airline.jsonl (default: the suites of the config)",
    )
    .addHelpText("after", EXIT_CODES)
    .action(async (cases: string[], typed: Partial<RunOptions>, command: Command) => {
      if (typed.watch === true) {
        const { watchRuns } = await import("./process/watch.ts");
        exit(await watchRuns(cases, typed));
        return;
      }
      if (typed.watched !== undefined) (await import("./process/import-graph.ts")).recordImports();
      const { files, options } = await configured<RunOptions>(cases, command);
      refuseIdleFlags(command, options);
      const { run } = await import("./play/run.ts");
      exit(await run(files, options));
    });

  addCheckSaved(root, run).action(async (cases: string[], _, command: Command) => {
    const { files, options } = await configured<CheckSavedOptions>(cases, command);
    const { run: play } = await import("./play/run.ts");
    exit(await play(files, asRunOptions(options)));
  });

  const compare = root
    .command("compare")
    .description("compare models on the same cases, or the results of earlier runs")
    .argument("[files...]", "case files; or, without models and variants, results (JSON)")
    .optionsGroup("What is compared:")
    .option(
      "--model-override <models>",
      "the models to play every agent with, comma-separated; each is compared with the first",
      list(),
    )
    .option("--variant <names>", "the config's variants to play, comma-separated", list())
    .option("--alpha <level>", "the significance level of the tests", level, 0.05)
    .option("--cluster <prefix>", "count cases as one that share a tag with this prefix")
    .addOption(
      new Option(
        "--fail-on <verdict>",
        "worse: exit 1 if any is worse than the first; failed checks do not count",
      ).choices(["worse"]),
    )
    .addOption(noWorseOption());
  addSharedFlags(compare, run);
  compare
    .addOption(reporterOption("comma-separated: table; html, a page with all runs side by side"))
    .addOption(openOption(["table", "html"]));
  compare
    .addHelpText("after", COMPARE_EXIT_CODES)
    .action(async (named: string[], _, command: Command) => {
      const { files, options } = await configured<CompareOptions>(named, command);
      refuseIdleFlags(command, options);
      const { compare: act } = await import("./compare/compare.ts");
      exit(await act(files, options));
    });

  const judge = root
    .command("judge")
    .description("hold the judge against people's verdicts")
    .argument("<labelled.jsonl>", "replies with people's verdicts, one a line")
    .optionsGroup("What counts as failed:")
    .option(
      "--min-tpr <rate>",
      "fail unless the true positive rate is shown to be at least this: of replies that people passed, those that the judge passes",
      rate,
    )
    .option(
      "--min-tnr <rate>",
      "the same of the true negative rate: of replies that people failed, those that the judge fails",
      rate,
    );
  addSharedFlags(judge, run);
  judge
    .addHelpText("after", LABELLED_LINES)
    .addHelpText("after", EXIT_CODES)
    .action(async (labelled: string, _, command: Command) => {
      const { options } = await settingsOf<JudgeCommandOptions>([labelled], command);
      const { judge: act } = await import("./judge/judge.ts");
      exit(await act(labelled, options));
    });

  root
    .command("report")
    .description("draw reports from the results of earlier runs, without playing anything")
    .argument("<results...>", "result files, such as reports/airline.json")
    .addOption(reporterOption(REPORTERS))
    .option("--verbose", VERBOSE)
    .option("--output <dir>", OUTPUT)
    .addOption(openOption(["html"]))
    .option(
      "--watch",
      "serve the page to browsers of this machine, and show a run while it goes on; Ctrl-C ends it",
    )
    .option("--port <n>", "the port of --watch (default: one that is free)", wholeNumber(1))
    .addHelpText("after", EXIT_CODES)
    .action(async (results: string[], _, command: Command) => {
      const { options } = await settingsOf<ReportCommandOptions>(results, command);
      refuseIdleFlags(command, options);
      if (options.watch === true) {
        const { watchResults } = await import("./results/watch-results.ts");
        exit(await watchResults(results, options));
        return;
      }
      const { report } = await import("./results/report.ts");
      exit(await report(results, options));
    });

  root
    .command("history")
    .description("show how suites did over time, and add results to that")
    .argument(
      "[results...]",
      "results, or folders of them, to add; or names of suites to show (default: all suites)",
    )
    .option(
      "--rebuild",
      "begin anew with the results that are named, or with those of the directory",
    )
    .option("--output <dir>", OUTPUT)
    .action(async (named: string[], _, command: Command) => {
      const { options } = await settingsOf<HistoryOptions>(named, command);
      const { history } = await import("./results/history.ts");
      exit(await history(named, options));
    });

  root
    .command("merge")
    .description("join the results of all shards of a suite to one")
    .argument("<results...>", "the results of all shards, such as reports/airline.*-of-3.json")
    .option("--output <dir>", OUTPUT)
    .action(async (results: string[], _, command: Command) => {
      const { options } = await settingsOf<ReportCommandOptions>(results, command);
      const { merge } = await import("./results/merge.ts");
      exit(await merge(results, options));
    });

  root
    .command("validate")
    .description("check case files and their agents modules without playing anything")
    .argument("[cases...]", "case files (default: the suites of the config)")
    .option("--config <file>", CONFIG)
    .option(
      "--agents <module>",
      "the agents module (default: the case file's neighbour of the same name)",
    )
    .option("--strict", STRICT)
    .action(async (cases: string[], _, command: Command) => {
      const { files, options } = await configured<ValidateOptions>(cases, command);
      const { validate } = await import("./play/validate.ts");
      exit(await validate(files, options));
    });

  root
    .command("schemas")
    .description("write what the functions of agents tell a model, for code that tsc has compiled")
    .argument("<agents>", "the agents module, such as evals/airline.ts")
    .option(
      "-o, --output <file>",
      "the module to write: .ts, .mts, .js or .mjs (default: evals/airline.schemas.ts)",
    )
    .option("--check", "write nothing; exit 1 if the file is out of date")
    .addHelpText("after", EXIT_CODES)
    .action(async (agents: string, options: SchemasOptions) => {
      const { schemas } = await import("./init/schemas.ts");
      exit(await schemas(agents, options));
    });

  root
    .command("init")
    .description("write an example to start from; nothing is overwritten")
    .option("--ci", "also write a workflow for GitHub Actions")
    .action(async (options) => {
      const { init } = await import("./init/init.ts");
      exit(init(options));
    });

  root
    .command("chat")
    .description("talk to agents; --save turns the session into a case")
    .argument("<agents>", "the agents module, such as evals/airline.ts")
    .option("--agent <name>", "the agent to talk to first (default: the entry agent)")
    .option("--context <json>", "the context variables to start with", jsonObject)
    .option("--world <json>", "what the factory makes the world of", json)
    .option("--model-override <model>", "one model for every agent")
    .option("--stream", "show each reply as it is written")
    .option("--timeout <ms>", "how long an answer may take", wholeNumber(1), 120_000)
    .option(
      "--max-turns <n>",
      "how many completions an answer may take (default: no limit)",
      wholeNumber(1),
    )
    .optionsGroup("Saving:")
    .option("--save <cases.jsonl>", "add the session to a case file, with its recording")
    .option("--id <id>", "the id of the case (default: you are asked)")
    .option("--fixtures <dir>", FIXTURES)
    .addOption(clockOption())
    .addHelpText("after", CHAT_KEYS)
    .action(async (agents: string, options, command: Command) => {
      refuseIdleFlags(command, options);
      const { chat } = await import("./chat/chat.ts");
      exit(await chat(agents, { ...options, ...(await configuredChat(options)) }));
    });

  root
    .command("import")
    .description("convert what another tool has kept, or a table, to a case file")
    .argument("<file>", "a file in one of the formats below")
    .addOption(
      new Option("--from <format>", "its format (default: the one that it looks like)").choices(
        FORMAT_NAMES,
      ),
    )
    .option("-o, --output <cases.jsonl>", "the case file to write (default: to stdout)")
    .option("--force", "overwrite it if it exists")
    .option("--agent <name>", "the agent that cases start at unless they name one")
    .optionsGroup("Recordings of a trace:")
    .option(
      "--fixtures <dir>",
      "also record the cases: agents are played with the replies of the trace, without the network",
    )
    .option(
      "--agents <module>",
      "those agents (default: the case file's neighbour of the same name)",
    )
    .addHelpText("after", IMPORT_FORMATS)
    .action(async (file: string, options, command: Command) => {
      refuseIdleFlags(command, options);
      const { importCases } = await import("./importing/import.ts");
      const { fixtures: _, ...settings } = await configuredChat({});
      exit(await importCases(file, { ...settings, ...options }));
    });

  const proxy = root
    .command("proxy")
    .description("record and replay what any program asks of its API, until interrupted")
    .option("--config <file>", CONFIG)
    .option(
      "--upstream <url>",
      "the address of the API (default: OPENAI_BASE_URL, or OpenAI's): https://api.openai.com",
    )
    .option("--port <port>", "where the proxy listens on 127.0.0.1; 0 for any", wholeNumber(0), 0)
    .option("--suite <name>", "what its recordings are filed under", "proxy");
  addSharedFlags(proxy, run);
  proxy
    .addHelpText("after", PROXIED)
    .addHelpText("after", EXIT_CODES)
    .action(async (_, command: Command) => {
      const { options } = await settingsOf<ProxyOptions>([], command);
      const { proxy: act } = await import("./proxy/proxy.ts");
      exit(await act(options));
    });

  addFork(root, run, exit);
  addShrink(root, run, exit);
  addRecordings(root, exit);
  addMutate(root, run, exit);
  addWorker(root, exit);
  return root;
}

function noWorseOption(): Option {
  const option = new Option(
    "--no-worse <margin>",
    "certify that the others pass no less often than the first by more than this, such as 0.02, or exit 1; with --traffic live, trials go where they still tell something, up to --trials for a case",
  ).argParser(level);
  // Commander takes it for the reverse of a flag --worse.
  option.negate = false;
  return option;
}
