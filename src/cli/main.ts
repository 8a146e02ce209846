import { CommanderError } from "commander";
import { CaseFileError } from "../cases/problem.ts";
import { ResultFileError } from "../results/result-file.ts";
import { UsageError } from "../runner/usage-error.ts";
import { EXIT } from "./exit-code.ts";
import { program } from "./program.ts";
import { version } from "./version.ts";

/** Runs the command line and ends the process. */
export async function main(argv: readonly string[]): Promise<void> {
  endWithReader();
  if (argv.length === 1 && (argv[0] === "--version" || argv[0] === "-v")) {
    process.stdout.write(`${version()}\n`);
    return;
  }
  let code: number = EXIT.passed;
  const commands = program((exitCode) => {
    code = exitCode;
  });
  for (const command of [commands, ...commands.commands]) {
    command.exitOverride().showHelpAfterError("(see --help)");
  }
  try {
    await commands.parseAsync(argv, { from: "user" });
  } catch (error) {
    code = sayWhy(error);
  }
  // Not process.exit: what is still being written to a pipe would be lost. Something that keeps the process alive (a tool's timer, an idle connection) must not.
  process.exitCode = code;
  for (const stream of [process.stdout, process.stderr])
    await new Promise((resolve) => stream.write("", resolve));
  process.exit(code);
}

/** Whoever reads a pipe may stop before the end (`swarm-eval … | head`): the output then goes nowhere, and the run to its end. */
function endWithReader(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code !== "EPIPE") throw error;
    });
  }
}

function sayWhy(error: unknown): number {
  // commander has written its message itself.
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.passed : EXIT.usage;
  if (
    error instanceof UsageError ||
    error instanceof CaseFileError ||
    error instanceof ResultFileError
  ) {
    process.stderr.write(`${error.message}\n`);
    return EXIT.usage;
  }
  const stack = error instanceof Error ? error.stack : String(error);
  process.stderr.write(
    `This is a bug in swarm-eval ${version()}, not in what you asked for. Please report it with this stack:\n${stack}\n`,
  );
  return EXIT.bug;
}
