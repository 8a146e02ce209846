import type { Command } from "commander";
import { configured } from "../options/configured.ts";
import { CONFIG, STRICT } from "../options/run-flags.ts";
import type { ValidateOptions } from "./validate.ts";

/** Adds the command that reads cases and agents, and plays nothing. It answers with an exit code. */
export function addValidate(root: Command, exit: (code: number) => void): void {
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
      const { validate } = await import("./validate.ts");
      exit(await validate(files, options));
    });
}
