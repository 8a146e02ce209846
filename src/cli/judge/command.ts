import type { Command } from "commander";
import { settingsOf } from "../options/configured.ts";
import { EXIT_CODES, LABELLED_LINES } from "../options/help-texts.ts";
import { addSharedFlags } from "../options/shared-flags.ts";
import { rate } from "../options/values.ts";
import type { JudgeCommandOptions } from "./judge.ts";

/** Adds the command that holds the judge against people. It answers with an exit code. */
export function addJudge(root: Command, run: Command, exit: (code: number) => void): void {
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
      const { judge: act } = await import("./judge.ts");
      exit(await act(labelled, options));
    });
}
