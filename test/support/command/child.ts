import { readFileSync } from "node:fs";
import module from "node:module";
import { setImmediate } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type * as Main from "../../../src/cli/main.ts";
import { isMarked, noteProcess, setEnvironment } from "./put-back.ts";

// Run as a program: runs one command after the other. Each loads the build, config and agents as if for the first time,
// and leaves the process as it was. Only Node and the packages stay loaded, which is most of what a start costs.

export interface Command {
  readonly args: readonly string[];
  readonly directory: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
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

const ROOT = new URL("../../../", import.meta.url).href;
const DIST = `${ROOT}dist/`;
const BIN = fileURLToPath(`${ROOT}bin/swarm-eval.js`);

/** Modules are never unloaded: each run leaves some megabytes. */
const MOST_RUNS = 50;

let runs = 0;
let output = { stdout: "", stderr: "" };
for (const name of ["stdout", "stderr"] as const) {
  process[name].write = (chunk: string | Uint8Array, ...rest: unknown[]): boolean => {
    output[name] += typeof chunk === "string" ? chunk : Buffer.from(chunk).toString();
    const written = rest.find((each) => typeof each === "function");
    if (written !== undefined) process.nextTick(written);
    return true;
  };
}

/** Makes the address of a module another one in each run, so that Node loads it again. */
const QUERY = /\?run=\d+$/;
const { registerHooks } = module;
registerHooks({
  resolve(specifier, context, next) {
    const query = `?run=${runs}`;
    if (!context.conditions.includes("import")) return next(specifier, context);
    // What Node itself does takes a third of the time of a run.
    if (context.parentURL?.startsWith(DIST) === true && specifier.startsWith("./"))
      return { url: DIST + specifier.slice(2) + query, format: "module", shortCircuit: true };
    const resolved = withoutTrace(() => next(specifier, context));
    const { url } = resolved;
    const isUsers =
      url.startsWith("file:") && !url.startsWith(ROOT) && !url.includes("/node_modules/");
    return isUsers || url.startsWith(DIST) ? { ...resolved, url: url + query } : resolved;
  },
  load(url, context, next) {
    const file = url.replace(QUERY, "");
    return url === file || !file.startsWith(DIST)
      ? next(file, context)
      : { format: "module", source: readFileSync(new URL(file)), shortCircuit: true };
  },
});
// The hooks of the command line see modules by the addresses that they have for users.
module.registerHooks = ({ load, ...hooks }) =>
  registerHooks(
    load === undefined
      ? hooks
      : { ...hooks, load: (url, context, next) => load(url.replace(QUERY, ""), context, next) },
  );
module.syncBuiltinESMExports();

/** An error is to show where it arose as it does without these hooks. */
function withoutTrace<T>(act: () => T): T {
  try {
    return act();
  } catch (error) {
    if (error instanceof Error) {
      const lines = error.stack?.split("\n") ?? [];
      error.stack = lines.filter((line) => !line.includes(import.meta.url)).join("\n");
    }
    throw error;
  }
}

async function run({ args, directory, environment }: Command): Promise<Answer> {
  const putBack = noteProcess();
  const working = process.getActiveResourcesInfo().toSorted().join();
  runs++;
  output = { stdout: "", stderr: "" };
  process.chdir(directory);
  setEnvironment(environment);
  process.argv = [process.execPath, BIN, ...args];
  const ended = Promise.withResolvers<number>();
  process.exit = (code): never => {
    const [, , caller = ""] = new Error("to see who calls").stack?.split("\n") ?? [];
    if (caller.includes(`${DIST}main.js`)) {
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
  putBack();
  const isIdle = process.getActiveResourcesInfo().toSorted().join() === working;
  return { finished, isReusable: isIdle && !isMarked() && runs < MOST_RUNS };
}

process.on("message", (command: Command) => {
  void run(command)
    .catch((error: unknown): Answer => ({ failure: String(error) }))
    .then((answer) => process.send?.(answer));
});
process.on("disconnect", () => process.exit());
