import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { ChildReport, ChildTask } from "./traffic-child.ts";

/** Does a task behind the guard, in a process of its own. Throws where that fails. */
export async function inChild(task: ChildTask): Promise<ChildReport> {
  const program = fileURLToPath(new URL("traffic-child.ts", import.meta.url));
  const { OPENAI_BASE_URL: _url, OPENAI_API_KEY: _key, ...env } = process.env;
  const child = spawn(process.execPath, ["--no-warnings", program], { env });
  child.stdin.end(JSON.stringify(task));
  let stdout = "";
  let stderr = "";
  child.stdout.on("data", (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
  await new Promise((resolve) => child.on("close", resolve));
  try {
    return JSON.parse(stdout) as ChildReport;
  } catch {
    throw new Error(`The child process broke off: ${stderr}${stdout}`);
  }
}
