import type { Command } from "commander";
import { EXIT_CODES } from "../options/help-texts.ts";
import type { SchemasOptions } from "./schemas.ts";

/** Adds the commands that write files to start from. Each answers with an exit code. */
export function addInit(root: Command, exit: (code: number) => void): void {
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
      const { schemas } = await import("./schemas.ts");
      exit(await schemas(agents, options));
    });

  root
    .command("init")
    .description("write an example to start from; nothing is overwritten")
    .option("--ci", "also write a workflow for GitHub Actions")
    .action(async (options) => {
      const { init } = await import("./init.ts");
      exit(init(options));
    });
}
