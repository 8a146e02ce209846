import { spawn } from "node:child_process";
import { once } from "node:events";
import { constants } from "node:os";
import { performance } from "node:perf_hooks";
import type { Ran } from "../executor.ts";
import { isOverfull } from "../left-files.ts";
import { exceeded, type Limits, type Stop } from "../limits.ts";
import { Output } from "./output.ts";
import { processesOf } from "./processes.ts";

interface Ended extends Omit<Ran, "files"> {
  /** What came on standard error. */
  readonly said: string;
}

export interface ProgramOptions {
  readonly env: NodeJS.ProcessEnv;
  /** What fills it counts. */
  readonly directory: string;
  readonly limits: Limits;
  /** Whether its processes, and their memory, are counted. */
  readonly isCounted: boolean;
  readonly signal: AbortSignal | undefined;
}

/** How often it is looked at what a program takes. */
const LOOK_MS = 50;

/** How long output is waited for that a process may still write which has left the program's session. */
const AFTERWARDS_MS = 500;

/** What a program ends with that took too long, as `timeout` has it; and one that was killed. */
const TIMED_OUT = 124;
const KILLED = 128 + constants.signals.SIGKILL;

/**
 * Runs a program within limits, and ends it with all processes that it started and that can be found. Throws if there
 * is no such program. The timers are those for which no clock of a trial moves, since they do not keep a process alive.
 */
export async function runProgram(
  [file, ...args]: readonly [string, ...string[]],
  { env, directory, limits, isCounted, signal }: ProgramOptions,
): Promise<Ended> {
  const isFull = await isOverfull(directory, limits);
  const startedAt = performance.now();
  const child = spawn(file, args, { env, detached: true, stdio: ["ignore", "pipe", "pipe"] });
  const output = new Output(limits.shownBytes);
  let said = "";
  let stopped: Stop | undefined;
  const endAll = (): void => {
    const { pid } = child;
    if (pid !== undefined) for (const each of [-pid, ...processesOf(pid).pids]) kill(each);
  };
  const isRunning = () => child.exitCode === null && child.signalCode === null;
  const stop = (why: Stop): void => {
    if (!isRunning()) return;
    stopped ??= why;
    endAll();
  };
  let isLooking = false;
  const look = async (): Promise<void> => {
    if (isLooking || !isRunning()) return;
    isLooking = true;
    const { pids, bytes } = isCounted ? processesOf(child.pid as number) : NOTHING;
    if (pids.length > limits.processes) stop("processes");
    if (bytes > limits.memoryBytes) stop("memory");
    // One that finds it full may make room.
    if (!isFull && (await isOverfull(directory, limits))) stop("files");
    isLooking = false;
  };
  child.stdout.on("data", (chunk: Buffer) => {
    output.add(chunk);
    if (output.bytes > limits.outputBytes) stop("output");
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => (said += text));
  child.once("exit", () => {
    // What it left behind has its output open.
    endAll();
    const letGo = () => [child.stdout, child.stderr].forEach((pipe) => pipe.destroy());
    // What has come by then is read first, however long this process was busy.
    setTimeout(() => setImmediate(letGo), AFTERWARDS_MS).unref();
  });
  const timer = setTimeout(() => stop("time"), limits.timeMs).unref();
  const looks = setInterval(() => void look(), LOOK_MS).unref();
  signal?.addEventListener("abort", endAll);
  if (signal?.aborted) endAll();
  try {
    await once(child, "close");
  } finally {
    clearTimeout(timer);
    clearInterval(looks);
    signal?.removeEventListener("abort", endAll);
  }
  const ms = Math.round(performance.now() - startedAt);
  const end = { output: output.text(), ms, said };
  if (stopped === undefined) return { ...end, exitCode: exitCodeOf(child) };
  const exitCode = stopped === "time" ? TIMED_OUT : KILLED;
  return {
    ...end,
    exitCode,
    stopped,
    output: `${onALine(end.output)}The program was stopped: ${exceeded(stopped, limits)}.\n`,
  };
}

const NOTHING = { pids: [], bytes: 0 };

function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It has ended.
  }
}

function exitCodeOf({
  exitCode,
  signalCode,
}: Pick<ReturnType<typeof spawn>, "exitCode" | "signalCode">) {
  return exitCode ?? 128 + constants.signals[signalCode as NodeJS.Signals];
}

function onALine(text: string): string {
  return text === "" || text.endsWith("\n") ? text : `${text}\n`;
}
