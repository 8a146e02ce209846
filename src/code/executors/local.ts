import { dirname } from "node:path";
import { UserError } from "../../text/user-error.ts";
import type { CodeExecutor } from "../executor.ts";
import { runIn, SANDBOX } from "./run-in.ts";

/**
 * Runs programs as this process runs, with all that its user may do, the network among it. It limits time and output,
 * and on Linux memory, processes and files. Nothing falls back to it.
 */
export const localExecutor: CodeExecutor = {
  name: "local",
  async run(request, signal) {
    const sandbox = {
      path: request.directory.path,
      user: undefined,
      isCounted: true,
      command: ([file = "", ...args]: readonly string[]) => [file, ...args] as const,
      env: {
        // Its Node is that of this process: it knows TypeScript.
        PATH: `${dirname(process.execPath)}:${process.env["PATH"]}`,
        HOME: request.directory.path,
        LANG: "C.UTF-8",
      },
      unusable: (said: string, cause?: Error) =>
        new UserError(`No shell could be started: ${cause?.message ?? said}`, { cause }),
    };
    const ran = await runIn(sandbox, request, signal);
    // What a program prints says the same on every machine, as it does in a sandbox.
    return { ...ran, output: ran.output.replaceAll(request.directory.path, SANDBOX) };
  },
};
