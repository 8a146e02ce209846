import childProcess from "node:child_process";
import { syncBuiltinESMExports } from "node:module";
import { fileURLToPath } from "node:url";
import workerThreads from "node:worker_threads";
import type { WorkerOptions } from "node:worker_threads";
import type { Patches } from "../../patches/patches.ts";
import { VARIABLE } from "../refused-elsewhere.ts";
import { RefusalError } from "../http/refusals.ts";

/** Where the `fetch` of a guarded child has the one that it replaces. A child that plays trials has a guard of its own. */
export const UNGUARDED = Symbol.for("swarm-eval.unguarded");

type Environment = Readonly<Record<string, string | undefined>>;

/** `spawn`, `fork` and `exec` all end here, with the environment as `NAME=value`. */
interface Spawner {
  spawn(options: { envPairs: string[]; file?: string; args?: readonly string[] }): unknown;
}

const SYNCHRONOUS = ["spawnSync", "execFileSync", "execSync"] as const;

/** Which children are guarded. */
interface ChildrenGuard {
  /** Whether a child that is started now is. */
  isGuarded(): boolean;
  /** The value of the variable by which it says what it was refused. */
  refusedTo(): string | undefined;
}

/**
 * Loads `child-guard.ts` into every Node process and worker thread that this one starts from now on, and into those
 * that they start, even if they get an environment of their own. Programs other than Node ignore it.
 */
export function guardChildren(patches: Patches, { isGuarded, refusedTo }: ChildrenGuard): void {
  guardBindings(patches, isGuarded);

  const children = childProcess.ChildProcess.prototype as unknown as Spawner;
  const { spawn } = children;
  const guardedSpawn: Spawner["spawn"] = function (this: Spawner, options) {
    if (!isGuarded()) return Reflect.apply(spawn, this, [options]);
    requireGuarded([options.args ?? options.file]);
    const before = options.envPairs.find((pair) => pair.startsWith(NAME));
    const envPairs = options.envPairs.filter(
      (pair) => pair !== before && !pair.startsWith(`${VARIABLE}=`),
    );
    envPairs.push(NAME + withGuard(before?.slice(NAME.length)), `${VARIABLE}=${refusedTo() ?? ""}`);
    return Reflect.apply(spawn, this, [{ ...options, envPairs }]);
  };
  patches.set(children, "spawn", guardedSpawn);
  for (const name of SYNCHRONOUS) {
    const original = childProcess[name] as (...args: unknown[]) => unknown;
    const guarded = (...args: unknown[]): unknown => {
      if (!isGuarded()) return original(...args);
      requireGuarded(args);
      return saying(refusedTo(), () => original(...args.map(withGuardedEnv)));
    };
    patches.set(childProcess, name, guarded as never);
  }
  const GuardedWorker: typeof workerThreads.Worker = new Proxy(workerThreads.Worker, {
    construct: (Worker, args, newTarget) =>
      isGuarded()
        ? saying(refusedTo(), () => startWorker(Worker, args as WorkerArguments, newTarget))
        : (Reflect.construct(Worker, args, newTarget) as object),
  });
  patches.set(workerThreads, "Worker", GuardedWorker);
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

/** Does what takes over the environment of this process, with the guard and that variable in it. */
function saying<T>(refusedTo: string | undefined, start: () => T): T {
  const { NODE_OPTIONS, [VARIABLE]: before } = process.env;
  const guarded = { NODE_OPTIONS: withGuard(NODE_OPTIONS), [VARIABLE]: refusedTo ?? "" };
  Object.assign(process.env, guarded);
  try {
    return start();
  } finally {
    for (const [name, value] of Object.entries({ NODE_OPTIONS, [VARIABLE]: before })) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
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

/** A child that would start without the guard, or what would reach the network below it. */
class UnguardedError extends RefusalError {
  constructor(what: string) {
    super(
      `${what}, so nothing could tell what it asks of the network, and no recording could hold it. ` +
        "Leave NODE_OPTIONS as it is, or run with --traffic live, which keeps no recordings.",
    );
  }
}

/** How a command line takes the variable away, or gives it another value without the one that it has. */
const TAKES_AWAY = [
  /\bNODE_OPTIONS=(?!\S*\$\{?NODE_OPTIONS|"[^"]*\$\{?NODE_OPTIONS)/,
  /\bunset\b[^;&|]*\bNODE_OPTIONS\b/,
  /\benv\b[^;&|]*\s(?:-u\s*|--unset[= ])NODE_OPTIONS\b/,
  /\benv(?:\s+-[-\w=]+)*\s+(?:-|-\w*i\w*|--ignore-environment)(?=\s)/,
];

/** Throws if a program and its arguments, or a line for a shell, would start Node without the guard. */
function requireGuarded(words: readonly unknown[]): void {
  const line = words.flat().filter((word) => typeof word === "string");
  const text = line.join(" ");
  if (TAKES_AWAY.some((way) => way.test(text)))
    throw new UnguardedError(
      `The child process ${JSON.stringify(text.slice(0, 200))} was not started: it would lose NODE_OPTIONS, by which it is guarded`,
    );
}

/** What `process.binding` gives that opens connections and starts processes, below all that is guarded. */
const BELOW = new Set(["spawn_sync", "process_wrap", "tcp_wrap", "pipe_wrap", "udp_wrap"]);

/** Keeps the old way to Node's own bindings from going below the guard. */
function guardBindings(patches: Patches, isGuarded: () => boolean): void {
  const old = process as unknown as { binding(name: string): unknown };
  const { binding } = old;
  const guarded = (name: string): unknown => {
    if (isGuarded() && BELOW.has(name))
      throw new UnguardedError(`process.binding("${name}") was refused`);
    return Reflect.apply(binding, process, [name]);
  };
  patches.set(old, "binding", guarded);
}
