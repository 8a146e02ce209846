import { Readable } from "node:stream";
import { setImmediate } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type * as Main from "../../../src/cli/main.ts";
import { noteProcess, setEnvironment } from "./put-back.ts";

// Run as a program: runs one command after the other. Each loads the build, config and agents as if for the first time,
// and leaves the process as it was. Only Node and the packages stay loaded, which is most of what a start costs.

export interface Command {
  readonly args: readonly string[];
  readonly directory: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** What it reads from a pipe; it has none by default. */
  readonly stdin?: string;
}

/** What a finished command left behind. */
export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export type Answer =
  | {
      readonly finished: Finished;
      /** Whether another command may run in this process. */
      readonly isReusable: boolean;
    }
  | { readonly failure: string };

const DIST = new URL("../../../dist/", import.meta.url).href;
const BIN = fileURLToPath(new URL("../../../bin/swarm-eval.js", import.meta.url));

// The flag that lets modules be unloaded is not for what a command starts.
process.execArgv = [];

let output = { stdout: "", stderr: "" };
for (const name of ["stdout", "stderr"] as const) {
  process[name].write = (chunk: string | Uint8Array, ...rest: unknown[]): boolean => {
    output[name] += typeof chunk === "string" ? chunk : Buffer.from(chunk).toString();
    const written = rest.find((each) => typeof each === "function");
    if (written !== undefined) process.nextTick(written);
    return true;
  };
}

async function run({ args, directory, environment, stdin }: Command): Promise<Answer> {
  const putBack = noteProcess();
  output = { stdout: "", stderr: "" };
  process.chdir(directory);
  setEnvironment(environment);
  process.argv = [process.execPath, BIN, ...args];
  if (stdin !== undefined)
    Object.defineProperty(process, "stdin", { value: Readable.from([stdin]), configurable: true });
  const ended = Promise.withResolvers<number>();
  process.exit = (code): never => {
    const [, , caller = ""] = new Error("to see who calls").stack?.split("\n") ?? [];
    if (caller.includes(DIST)) {
      process.exitCode = code;
      process.emit("exit", Number(code));
      ended.resolve(Number(process.exitCode));
    } else ended.reject("A module ended the process: give the command its own, by start().");
    throw new Error("The process has ended.");
  };
  const { main } = (await import(`${DIST}main.js`)) as typeof Main;
  void main(args).then(() => ended.resolve(0), ended.reject);
  const finished = { code: await ended.promise, ...output };
  await setImmediate();
  const isReusable = await putBack();
  return { finished, isReusable };
}

process.on("message", (command: Command) => {
  void run(command)
    .catch((error: unknown): Answer => ({ failure: String(error) }))
    .then((answer) => process.send?.(answer));
});
process.on("disconnect", () => process.exit());
