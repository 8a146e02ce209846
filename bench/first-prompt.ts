import { spawn } from "node:child_process";
import { join } from "node:path";
import { CLI } from "./workspace.ts";

/** Debian has it on every machine, in bsdutils. */
const UTIL_LINUX_SCRIPT = "script";

/** Milliseconds until `swarm-eval chat` shows its first prompt in a terminal of its own, which `script` opens. Throws where none comes. */
export async function firstPromptMs(directory: string, baseUrl: string): Promise<number> {
  const command = `'${process.execPath}' '${CLI}' chat '${join(directory, "agents.ts")}'`;
  const began = performance.now();
  const terminal = spawn(
    UTIL_LINUX_SCRIPT,
    ["--quiet", "--flush", "--command", command, "/dev/null"],
    {
      env: { ...process.env, XDG_STATE_HOME: directory, OPENAI_BASE_URL: baseUrl },
      stdio: ["pipe", "pipe", "inherit"],
    },
  );
  let shown = "";
  let prompted: number | undefined;
  terminal.stdout.on("data", (chunk: Buffer) => {
    shown += chunk.toString();
    if (prompted !== undefined || !shown.includes("User:")) return;
    prompted = performance.now() - began;
    // Ctrl-D ends the session.
    terminal.stdin.end("\u0004");
  });
  await new Promise((resolve) => terminal.on("close", resolve));
  if (prompted === undefined) throw new Error(`chat showed no prompt: ${shown}`);
  return prompted;
}
