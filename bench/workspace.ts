import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { readTape, writeTape } from "../src/traffic/tape/text.ts";
import { tapePath } from "../src/traffic/tape/path.ts";
import { caseLine } from "./conversation.ts";
import { measured } from "./measured.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
export const CLI = join(root, "bin", "swarm-eval.js");

/** A directory with the measured agents, case files and recordings; removed when the process ends. */
export function newWorkspace(): string {
  const directory = mkdtempSync(join(tmpdir(), "swarm-eval-bench-"));
  process.on("exit", () => rmSync(directory, { recursive: true, force: true }));
  mkdirSync(join(directory, "node_modules"));
  symlinkSync(root, join(directory, "node_modules", "swarm-eval"));
  writeFileSync(join(directory, "package.json"), '{"type":"module"}');
  cpSync(fileURLToPath(new URL("./agents.ts", import.meta.url)), join(directory, "agents.ts"));
  return directory;
}

/** A local server that answers the conversation after so many milliseconds. */
export async function startServer(delayMs: number): Promise<{ baseUrl: string; stop(): void }> {
  const child: ChildProcess = spawn(
    process.execPath,
    [fileURLToPath(new URL("./server.ts", import.meta.url)), String(delayMs)],
    { stdio: ["pipe", "pipe", "inherit"] },
  );
  const [port] = (await once(child.stdout as NodeJS.ReadableStream, "data")) as [Buffer];
  return {
    baseUrl: `http://127.0.0.1:${port.toString().trim()}/v1`,
    stop: () => child.stdin?.end(),
  };
}

/** Writes a suite of so many cases, and its recordings: one is recorded from the server, the others are copies under their own names. */
export async function recordSuite(
  directory: string,
  name: string,
  cases: number,
  baseUrl: string,
  model: string | null = null,
): Promise<string> {
  const file = join(directory, `${name}.jsonl`);
  const ids = Array.from({ length: cases }, (_, index) => `case-${index + 1}`);
  writeFileSync(file, `${caseLine(ids[0] as string)}\n`);
  const fixtures = join(directory, "fixtures");
  const flags = model === null ? [] : ["--model-override", model];
  await measured(runArguments(directory, file, "--traffic", "record", ...flags), {
    OPENAI_BASE_URL: baseUrl,
  });
  writeFileSync(file, ids.map((id) => `${caseLine(id)}\n`).join(""));
  const address = { suite: name, trial: 1, model, stream: false };
  const path = tapePath(fixtures, { ...address, case: ids[0] as string });
  const tape = readTape(readFileSync(path, "utf8"), path);
  for (const id of ids.slice(1)) {
    writeFileSync(
      tapePath(fixtures, { ...address, case: id }),
      writeTape({ ...tape, header: { ...tape.header, case: id } }),
    );
  }
  return file;
}

/** The arguments that run a suite of the workspace. */
export function runArguments(directory: string, file: string, ...flags: string[]): string[] {
  return [
    CLI,
    "run",
    file,
    "--agents",
    join(directory, "agents.ts"),
    "--fixtures",
    join(directory, "fixtures"),
    "--output",
    join(directory, "reports"),
    ...flags,
  ];
}
