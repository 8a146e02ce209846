import type { Command } from "commander";
import { configured } from "../options/configured.ts";
import { EXIT_CODES } from "../options/help-texts.ts";
import { addSharedFlags } from "../options/shared-flags.ts";
import { share } from "../options/values.ts";
import type { MutateOptions } from "./mutate.ts";

/** Adds the command that asks what a suite would notice. It answers with an exit code. */
export function addMutate(root: Command, run: Command, exit: (code: number) => void): void {
  const mutate = root
    .command("mutate")
    .description(
      "break recorded conversations and tools, one thing at a time, and see what no check notices",
    )
    .argument("[cases...]", "case files (default: the suites of the config)")
    .optionsGroup("What becomes of holes:")
    .option("--suggest", "write into the cases what would close the holes")
    .option(
      "--min-score <share>",
      "exit 1 if a smaller share than this is noticed in a suite, such as 0.9",
      share,
    );
  addSharedFlags(mutate, run);
  mutate.addHelpText("after", EXIT_CODES).action(async (cases: string[], _, command: Command) => {
    const { files, options } = await configured<MutateOptions>(cases, command);
    const { mutate: act } = await import("./mutate.ts");
    exit(await act(files, options));
  });
}
