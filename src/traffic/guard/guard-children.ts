import childProcess from "node:child_process";
import { syncBuiltinESMExports } from "node:module";
import { fileURLToPath } from "node:url";
import workerThreads from "node:worker_threads";
import type { WorkerOptions } from "node:worker_threads";

type Environment = Readonly<Record<string, string | undefined>>;

/** What `spawn`, `fork` and `exec` have in common in the end: the environment as `NAME=value`. */
interface Spawning {
  spawn(options: { envPairs: string[] }): unknown;
}

const SYNCHRONOUS = ["spawnSync", "execFileSync", "execSync"] as const;

/**
 * Puts the guard of `child-guard.ts` beneath every Node process and worker thread that this one starts from now on, and
 * beneath those that they start, also where they are given an environment of their own. Programs that are not Node take
 * no notice.
 */
export function guardChildren(): void {
  process.env["NODE_OPTIONS"] = withGuard(process.env["NODE_OPTIONS"]);

  const children = childProcess.ChildProcess.prototype as unknown as Spawning;
  const { spawn } = children;
  children.spawn = function (options) {
    const before = options.envPairs.find((pair) => pair.startsWith(NAME));
    const envPairs = options.envPairs.filter((pair) => pair !== before);
    envPairs.push(NAME + withGuard(before?.slice(NAME.length)));
    return Reflect.apply(spawn, this, [{ ...options, envPairs }]);
  };
  for (const name of SYNCHRONOUS) {
    const original = childProcess[name] as (...args: unknown[]) => unknown;
    Reflect.set(childProcess, name, (...args: unknown[]) => original(...args.map(guardedOptions)));
  }
  workerThreads.Worker = new Proxy(workerThreads.Worker, { construct: startWorker });
  syncBuiltinESMExports();
}

const NAME = "NODE_OPTIONS=";

const FILE = fileURLToPath(
  new URL(import.meta.url.endsWith(".ts") ? "child-guard.ts" : "child-guard.cjs", import.meta.url),
);

/** In this variable spaces separate, double quotes hold together, and a backslash escapes, as they do in JSON. */
const OPTION = `--require=${JSON.stringify(FILE)}`;

function withGuard(options = ""): string {
  return options.includes(OPTION) ? options : `${options} ${OPTION}`.trim();
}

/** Of the arguments of a synchronous call, the options are the only ones with an environment. */
function guardedOptions(argument: unknown): unknown {
  const { env } = (argument ?? {}) as { env?: Environment };
  if (env === undefined || env === null) return argument;
  return { ...(argument as object), env: { ...env, NODE_OPTIONS: withGuard(env["NODE_OPTIONS"]) } };
}

/** A thread takes after its process only where it is given no options, so those are repeated. */
function startWorker(
  Worker: typeof workerThreads.Worker,
  [program, options]: [string | URL, WorkerOptions?],
  made: NewableFunction,
): workerThreads.Worker {
  const start = (inherited: readonly string[]): workerThreads.Worker => {
    const execArgv = [...(options?.execArgv ?? inherited), "--require", FILE];
    return Reflect.construct(Worker, [program, { ...options, execArgv }], made);
  };
  try {
    return start(process.execArgv);
  } catch (error) {
    // The process has options, of V8 for example, that a thread cannot have.
    const { code } = error as NodeJS.ErrnoException;
    if (code !== "ERR_WORKER_INVALID_EXEC_ARGV" || options?.execArgv !== undefined) throw error;
    return start([]);
  }
}
