import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { RecordingMode } from "../../src/traffic/conversation.ts";
import type { ChildReport, ChildTask } from "./traffic-child.ts";

const root = new URL("../../", import.meta.url);

/** Does a task behind the guard, in a process of its own. Throws if that fails. */
export async function inChild(task: ChildTask): Promise<ChildReport> {
  const program = fileURLToPath(new URL("traffic-child.ts", import.meta.url));
  return (await run(program, JSON.stringify(task))) as ChildReport;
}

/** What a script reported. */
export interface ScriptReport {
  readonly said: readonly unknown[];
  readonly ended: readonly string[];
  readonly tape: string;
}

/**
 * Runs a script behind the guard, in a process of its own: an async function's body, in which `say` takes what is to be
 * reported and `outside` runs something in no conversation. It imports by `await import`.
 */
export async function scriptInChild(
  mode: RecordingMode,
  script: string,
  tape?: string,
  passthrough: readonly string[] = [],
): Promise<ScriptReport> {
  const directory = mkdtempSync(join(tmpdir(), "swarm-eval-script-"));
  const url = (path: string): string => JSON.stringify(new URL(path, root).href);
  const program = join(directory, "script.mjs");
  try {
    symlinkSync(fileURLToPath(new URL("node_modules", root)), join(directory, "node_modules"));
    writeFileSync(
      program,
      `import { AsyncLocalStorage } from "node:async_hooks";
      import { json } from "node:stream/consumers";
      import { inConversation } from ${url("src/traffic/current.ts")};
      import { guardNetwork } from ${url("src/traffic/guard/guard.ts")};
      import { conversationOf } from ${url("test/support/tapes.ts")};
      const { mode, tape, passthrough } = await json(process.stdin);
      const outside = AsyncLocalStorage.snapshot();
      const said = [];
      const say = (value) => said.push(value);
      guardNetwork({ modeNow: () => mode, letsThrough: (host) => passthrough.includes(host) });
      const recording = conversationOf(mode, tape);
      await inConversation(recording.conversation, async () => {${script}});
      const ended = recording.misses.map(({ message }) => message);
      const report = { said, ended, tape: recording.text() };
      process.stdout.write(JSON.stringify(report), () => process.exit());`,
    );
    return (await run(program, JSON.stringify({ mode, tape, passthrough }))) as ScriptReport;
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

async function run(program: string, input: string): Promise<unknown> {
  const { OPENAI_BASE_URL: _url, OPENAI_API_KEY: _key, ...env } = process.env;
  const child = spawn(process.execPath, ["--no-warnings", program], { env });
  let stdout = "";
  let stderr = "";
  child.stdout.on("data", (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
  child.stdin.end(input);
  await new Promise((resolve) => child.on("close", resolve));
  try {
    return JSON.parse(stdout);
  } catch {
    throw new Error(`The child process broke off: ${stderr}${stdout}`);
  }
}
