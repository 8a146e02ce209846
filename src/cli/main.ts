import { CommanderError, type Command } from "commander";
import { MissingFileError } from "../text/missing-file.ts";
import { printable } from "../text/printable.ts";
import { UserError } from "../text/user-error.ts";
import { guardScreen, tell } from "./output/screen.ts";
import { reportEarlyExit } from "./process/early-exit.ts";
import { catchStrayErrors } from "./process/events.ts";
import { EXIT, worst } from "./process/exit-code.ts";
import { whereNpmWasCalled } from "../runs/settings/folders.ts";
import { version } from "../runs/settings/own-command.ts";
import { program } from "./program.ts";

/** Runs the command line and ends the process. */
export async function main(argv: readonly string[]): Promise<void> {
  guardScreen();
  const outputFailed = watchOutput();
  if (argv.length === 1 && (argv[0] === "--version" || argv[0] === "-v")) {
    process.stdout.write(`${version()}\n`);
    return;
  }
  const ended = reportEarlyExit();
  const strays = catchStrayErrors((error) => {
    ended();
    process.exit(reportError(error));
  });
  let code: number = EXIT.passed;
  const commands = program((exitCode) => {
    code = exitCode;
  });
  for (const command of withSubcommands(commands)) {
    command
      .exitOverride()
      .showHelpAfterError("(see --help)")
      .configureOutput({ outputError: (text, write) => write(printable(text)) });
  }
  try {
    await commands.parseAsync(argv, { from: "user" });
  } catch (error) {
    code = reportError(error);
  }
  ended();
  // Writes to a pipe may still be under way. Then the process ends, whatever a tool has left running.
  process.exitCode = code;
  for (const stream of [process.stdout, process.stderr])
    await new Promise((resolve) => stream.write("", resolve));
  process.exit(
    worst([code, strays() > 0 ? EXIT.errored : code, outputFailed() ? EXIT.usage : code]),
  );
}

function withSubcommands(command: Command): Command[] {
  return [command, ...command.commands.flatMap(withSubcommands)];
}

/**
 * The reader of a pipe may stop before the end (`swarm-eval … | head`): the output then goes nowhere, and the run goes on.
 * It also goes on if output cannot be written (to a full disk), after a message. Returns a function that tells whether
 * that happened.
 */
function watchOutput(): () => boolean {
  let failure: NodeJS.ErrnoException | undefined;
  for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EPIPE" || failure !== undefined) return;
      failure = error;
      process.stderr.write(`The output could not be written: ${error.message}\n`);
    });
  }
  return () => failure !== undefined;
}

/** Prints an error that ended a command, and returns the exit code for it. */
function reportError(error: unknown): number {
  // commander has written its message itself.
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.passed : EXIT.usage;
  if (error instanceof UserError) {
    const elsewhere = error instanceof MissingFileError ? whereNpmWasCalled(error.file) : undefined;
    tell([error.message, elsewhere].filter(Boolean).join(" "));
    return EXIT.usage;
  }
  const stack = error instanceof Error ? error.stack : String(error);
  tell(
    `This is a bug in swarm-eval ${version()}, not in what you asked for. Please report it with this stack:\n${stack}`,
  );
  return EXIT.bug;
}
