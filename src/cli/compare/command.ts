import { Option, type Command } from "commander";
import { configured } from "../options/configured.ts";
import { COMPARE_EXIT_CODES } from "../options/help-texts.ts";
import { refuseIdleFlags } from "../options/idle-flags.ts";
import { openOption, reporterOption } from "../options/run-flags.ts";
import { addSharedFlags } from "../options/shared-flags.ts";
import { level, list } from "../options/values.ts";
import type { CompareOptions } from "./compare.ts";

/** Adds the command that compares models, variants and results. It answers with an exit code. */
export function addCompare(root: Command, run: Command, exit: (code: number) => void): void {
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
      const { compare: act } = await import("./compare.ts");
      exit(await act(files, options));
    });
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
