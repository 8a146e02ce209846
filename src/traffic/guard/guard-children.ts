import childProcess from "node:child_process";
import { syncBuiltinESMExports } from "node:module";
import { fileURLToPath } from "node:url";
import workerThreads from "node:worker_threads";
import type { WorkerOptions } from "node:worker_threads";

/** Where the `fetch` of a guarded child has the one that it replaces. A child that plays trials has a guard of its own. */
export const UNGUARDED = Symbol.for("swarm-eval.unguarded");

type Environment = Readonly<Record<string, string | undefined>>;

/** `spawn`, `fork` and `exec` all end here, with the environment as `NAME=value`. */
interface Spawner {
  spawn(options: { envPairs: string[] }): unknown;
}

const SYNCHRONOUS = ["spawnSync", "execFileSync", "execSync"] as const;

/**
 * Loads `child-guard.ts` into every Node process and worker thread that this one starts from now on, and into those
 * that they start, even if they get an environment of their own. Programs other than Node ignore it.
 */
export function guardChildren(): void {
  process.env["NODE_OPTIONS"] = withGuard(process.env["NODE_OPTIONS"]);

  const children = childProcess.ChildProcess.prototype as unknown as Spawner;
  const { spawn } = children;
  children.spawn = function (options) {
    const before = options.envPairs.find((pair) => pair.startsWith(NAME));
    const envPairs = options.envPairs.filter((pair) => pair !== before);
    envPairs.push(NAME + withGuard(before?.slice(NAME.length)));
    return Reflect.apply(spawn, this, [{ ...options, envPairs }]);
  };
  for (const name of SYNCHRONOUS) {
    const original = childProcess[name] as (...args: unknown[]) => unknown;
    Reflect.set(childProcess, name, (...args: unknown[]) => original(...args.map(withGuardedEnv)));
  }
  workerThreads.Worker = new Proxy(workerThreads.Worker, { construct: startWorker });
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

/** Only the options among the arguments of a synchronous call have an environment. */
function withGuardedEnv(argument: unknown): unknown {
  const { env } = (argument ?? {}) as { env?: Environment };
  if (env === undefined || env === null) return argument;
  return { ...(argument as object), env: { ...env, NODE_OPTIONS: withGuard(env["NODE_OPTIONS"]) } };
}

/** A thread that gets options does not inherit those of its process, so they are repeated. */
function startWorker(
  Worker: typeof workerThreads.Worker,
  [program, options]: [string | URL, WorkerOptions?],
  newTarget: NewableFunction,
): workerThreads.Worker {
  const start = (inherited: readonly string[]): workerThreads.Worker => {
    const execArgv = [...(options?.execArgv ?? inherited), "--require", FILE];
    return Reflect.construct(Worker, [program, { ...options, execArgv }], newTarget);
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
