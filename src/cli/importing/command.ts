import { Option, type Command } from "commander";
import { configuredChat } from "../options/configured.ts";
import { IMPORT_FORMATS } from "../options/help-texts.ts";
import { refuseIdleFlags } from "../options/idle-flags.ts";
import { FORMAT_NAMES } from "./format-names.ts";

/** Adds the command that reads what other tools have kept. It answers with an exit code. */
export function addImport(root: Command, exit: (code: number) => void): void {
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
      const { importCases } = await import("./import.ts");
      const { fixtures: _, ...settings } = await configuredChat({});
      exit(await importCases(file, { ...settings, ...options }));
    });
}
