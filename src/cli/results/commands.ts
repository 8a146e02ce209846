import type { Command } from "commander";
import { settingsOf } from "../options/configured.ts";
import { EXIT_CODES } from "../options/help-texts.ts";
import { refuseIdleFlags } from "../options/idle-flags.ts";
import { openOption, OUTPUT, reporterOption, REPORTERS, VERBOSE } from "../options/run-flags.ts";
import { wholeNumber } from "../options/values.ts";
import type { HistoryOptions } from "./history.ts";
import type { ReportCommandOptions } from "./report.ts";

/** Adds the commands that read results, and play nothing. Each answers with an exit code. */
export function addResults(root: Command, exit: (code: number) => void): void {
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
        const { watchResults } = await import("./watch-results.ts");
        exit(await watchResults(results, options));
        return;
      }
      const { report } = await import("./report.ts");
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
      const { history } = await import("./history.ts");
      exit(await history(named, options));
    });

  root
    .command("merge")
    .description("join the results of all shards of a suite to one")
    .argument("<results...>", "the results of all shards, such as reports/airline.*-of-3.json")
    .option("--output <dir>", OUTPUT)
    .action(async (results: string[], _, command: Command) => {
      const { options } = await settingsOf<ReportCommandOptions>(results, command);
      const { merge } = await import("./merge.ts");
      exit(await merge(results, options));
    });
}
