import { CommanderError } from "commander";
import { CaseFileError } from "../cases/reading/problem.ts";
import { BaselineError } from "../gate/baseline/baseline.ts";
import { UnlikeRunsError } from "../gate/runs/refuse-unlike.ts";
import { ResultFileError } from "../results/result-file.ts";
import { ResultReadError } from "../results/read-result.ts";
import { UsageError } from "../runner/errors.ts";
import { TapeError } from "../traffic/tape/tape.ts";
import { sayEarlyEnd } from "./process/early-end.ts";
import { EXIT, worst } from "./process/exit-code.ts";
import { program } from "./program.ts";
import { catchStrayErrors } from "./process/stray-errors.ts";
import { version } from "./process/version.ts";

/** Runs the command line and ends the process. */
export async function main(argv: readonly string[]): Promise<void> {
  const refused = outputRefused();
  if (argv.length === 1 && (argv[0] === "--version" || argv[0] === "-v")) {
    process.stdout.write(`${version()}\n`);
    return;
  }
  const ended = sayEarlyEnd();
  const strays = catchStrayErrors((error) => {
    ended();
    process.exit(sayWhy(error));
  });
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
  ended();
  // Not process.exit: what is still being written to a pipe would be lost. Something that keeps the process alive (a tool's timer, an idle connection) must not.
  process.exitCode = code;
  for (const stream of [process.stdout, process.stderr])
    await new Promise((resolve) => stream.write("", resolve));
  process.exit(worst([code, strays() > 0 ? EXIT.errored : code, refused() ? EXIT.usage : code]));
}

/**
 * Whoever reads a pipe may stop before the end (`swarm-eval … | head`): the output then goes nowhere, and the run to its
 * end. So it does where output cannot be written (to a full disk), which is said; returns whether it was so.
 */
function outputRefused(): () => boolean {
  let refusal: NodeJS.ErrnoException | undefined;
  for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EPIPE" || refusal !== undefined) return;
      refusal = error;
      process.stderr.write(`The output could not be written: ${error.message}\n`);
    });
  }
  return () => refusal !== undefined;
}

/** What the user must put right: no bug of ours. */
const FOR_THE_USER = [
  UsageError,
  CaseFileError,
  ResultFileError,
  ResultReadError,
  BaselineError,
  UnlikeRunsError,
  TapeError,
];

function sayWhy(error: unknown): number {
  // commander has written its message itself.
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.passed : EXIT.usage;
  if (error instanceof Error && FOR_THE_USER.some((kind) => error instanceof kind)) {
    process.stderr.write(`${error.message}\n`);
    return EXIT.usage;
  }
  const stack = error instanceof Error ? error.stack : String(error);
  process.stderr.write(
    `This is a bug in swarm-eval ${version()}, not in what you asked for. Please report it with this stack:\n${stack}\n`,
  );
  return EXIT.bug;
}
