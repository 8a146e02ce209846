import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { Answer, Command, Finished } from "./child.ts";

const PROGRAM = fileURLToPath(new URL("child.ts", import.meta.url));

/** Those that wait for a command. */
let idle: readonly ChildProcess[] = [];

/** Runs the command line in a process that may have run others: a fifth of what a start costs. Throws if it ends. */
export async function runCommand(command: Command): Promise<Finished> {
  const child = idle.at(-1) ?? start();
  idle = idle.filter((other) => other !== child);
  child.send(command);
  const waiting = new AbortController();
  const answer = await Promise.race([
    once(child, "message", waiting).then(([answer]) => answer as Answer),
    once(child, "exit", waiting).then((): Answer => ({ failure: "Error: The process broke off." })),
  ]);
  waiting.abort();
  if ("isReusable" in answer && answer.isReusable) idle = [...idle, child];
  else child.kill();
  if ("failure" in answer)
    throw new Error(`${answer.failure}\nin: swarm-eval ${command.args.join(" ")}`);
  return answer.finished;
}

function start(): ChildProcess {
  const child = fork(PROGRAM, {
    execArgv: ["--expose-internals"],
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  child.on("exit", () => {
    idle = idle.filter((other) => other !== child);
  });
  return child;
}
