import type { Command } from "commander";
import { configured } from "../options/configured.ts";
import { addSharedFlags } from "../options/shared-flags.ts";
import { wholeNumber } from "../options/values.ts";
import type { ShrinkOptions } from "./shrink.ts";

const AFTER = `
The case is played until it has failed five times in the same way. Then turns, words of the user, tools
and sentences of instructions are left out as long as it fails so about as often. Models are asked live.
The smaller case is printed as a line of JSON, or added to a case file with a recording of its failure.
Exit codes: 0 if it fails, even if nothing could be left out; 1 if it does not fail; 4 if it broke off;
5 if a cap ended the search, and 130 if Ctrl-C did: what was found until then is shown.`;

/** Adds the command that looks for the smallest conversation that still fails. */
export function addShrink(root: Command, run: Command, exit: (code: number) => void): void {
  const shrink = root
    .command("shrink")
    .description("look for the smallest conversation in which a case still fails")
    .argument("<case>", "the id of a case that fails")
    .argument("[cases...]", "its case file (default: the suites of the config)")
    .option("-o, --output <cases.jsonl>", "the case file to add the smaller case to")
    .option(
      "--max-trials <n>",
      "how many trials a conversation gets at most; with 1, a single one decides",
      wholeNumber(1),
      MAX_TRIALS,
    );
  addSharedFlags(shrink, run);
  shrink
    .addHelpText("after", AFTER)
    .action(async (id: string, cases: string[], _, command: Command) => {
      const { files, options } = await configured<ShrinkOptions>(cases, command);
      const { shrinkCase } = await import("./shrink.ts");
      exit(await shrinkCase(id, files, options));
    });
}

/** What is known by then is enough for failures of 3 in 10 trials and more. */
const MAX_TRIALS = 20;
