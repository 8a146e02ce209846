import childProcess from "node:child_process";
import { syncBuiltinESMExports } from "node:module";
import { fileURLToPath } from "node:url";
import workerThreads from "node:worker_threads";
import type { WorkerOptions } from "node:worker_threads";
import { VARIABLE } from "../refused-elsewhere.ts";
import { guardBindings, requireGuarded } from "./refuse-unguarded.ts";

/** Where the `fetch` of a guarded child has the one that it replaces. A child that plays trials has a guard of its own. */
export const UNGUARDED = Symbol.for("swarm-eval.unguarded");

type Environment = Readonly<Record<string, string | undefined>>;

/** `spawn`, `fork` and `exec` all end here, with the environment as `NAME=value`. */
interface Spawner {
  spawn(options: { envPairs: string[]; file?: string; args?: readonly string[] }): unknown;
}

const SYNCHRONOUS = ["spawnSync", "execFileSync", "execSync"] as const;

/**
 * Loads `child-guard.ts` into every Node process and worker thread that this one starts from now on, and into those
 * that they start, even if they get an environment of their own. Programs other than Node ignore it. `refusedTo` is the
 * value of the variable by which they say what they were refused.
 */
export function guardChildren(refusedTo: () => string | undefined): void {
  process.env["NODE_OPTIONS"] = withGuard(process.env["NODE_OPTIONS"]);
  guardBindings();

  const children = childProcess.ChildProcess.prototype as unknown as Spawner;
  const { spawn } = children;
  children.spawn = function (options) {
    requireGuarded([options.args ?? options.file]);
    const before = options.envPairs.find((pair) => pair.startsWith(NAME));
    const envPairs = options.envPairs.filter(
      (pair) => pair !== before && !pair.startsWith(`${VARIABLE}=`),
    );
    envPairs.push(NAME + withGuard(before?.slice(NAME.length)), `${VARIABLE}=${refusedTo() ?? ""}`);
    return Reflect.apply(spawn, this, [{ ...options, envPairs }]);
  };
  for (const name of SYNCHRONOUS) {
    const original = childProcess[name] as (...args: unknown[]) => unknown;
    Reflect.set(childProcess, name, (...args: unknown[]) => {
      requireGuarded(args);
      return saying(refusedTo(), () => original(...args.map(withGuardedEnv)));
    });
  }
  workerThreads.Worker = new Proxy(workerThreads.Worker, {
    construct: (Worker, args, newTarget) =>
      saying(refusedTo(), () => startWorker(Worker, args as WorkerArguments, newTarget)),
  });
  syncBuiltinESMExports();
}

const NAME = "NODE_OPTIONS=";

const FILE = fileURLToPath(
  new URL(import.meta.url.endsWith(".ts") ? "child-guard.ts" : "child-guard.cjs", import.meta.url),
);

/** In this variable, spaces separate options, and double quotes and backslashes work as in JSON. */
const OPTION = `--require=${JSON.stringify(FILE)}`;

function withGuard(options = ""): string {
  return options.includes(OPTION) ? options : `${options} ${OPTION}`.trim();
}

/** Does what takes over the environment of this process, with that variable. */
function saying<T>(refusedTo: string | undefined, start: () => T): T {
  const before = process.env[VARIABLE];
  process.env[VARIABLE] = refusedTo ?? "";
  try {
    return start();
  } finally {
    if (before === undefined) delete process.env[VARIABLE];
    else process.env[VARIABLE] = before;
  }
}

/** Only the options among the arguments of a synchronous call have an environment. */
function withGuardedEnv(argument: unknown): unknown {
  const { env } = (argument ?? {}) as { env?: Environment };
  if (env === undefined || env === null) return argument;
  return { ...(argument as object), env: guardedEnv(env) };
}

function guardedEnv(env: Environment): Environment {
  const { [VARIABLE]: refusedTo } = process.env;
  return { ...env, NODE_OPTIONS: withGuard(env["NODE_OPTIONS"]), [VARIABLE]: refusedTo };
}

type WorkerArguments = [program: string | URL, options?: WorkerOptions];

/** A thread that gets options does not inherit those of its process, so they are repeated. */
function startWorker(
  Worker: typeof workerThreads.Worker,
  [program, options]: WorkerArguments,
  newTarget: NewableFunction,
): workerThreads.Worker {
  const start = (inherited: readonly string[]): workerThreads.Worker => {
    const execArgv = [...(options?.execArgv ?? inherited), "--require", FILE];
    const given = options?.env;
    const env = typeof given === "object" ? { env: guardedEnv(given as Environment) } : {};
    return Reflect.construct(Worker, [program, { ...options, ...env, execArgv }], newTarget);
  };
  try {
    return start(process.execArgv);
  } catch (error) {
    // The process has options that a thread cannot have, such as V8's.
    const { code } = error as NodeJS.ErrnoException;
    if (code !== "ERR_WORKER_INVALID_EXEC_ARGV" || options?.execArgv !== undefined) throw error;
    return start([]);
  }
}
