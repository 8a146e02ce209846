import { spawn, type ChildProcess } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";
import { runCommand } from "./command/run-command.ts";
import type { Finished } from "./command/child.ts";

export type { Finished } from "./command/child.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** A project of somebody who uses this package, in a directory of its own. */
export interface Project {
  readonly directory: string;
  /** Writes a file, and the directories that it needs. */
  write(file: string, content: string): void;
  read(file: string): string;
  /** Removes a file, or a directory and all in it; what is not there is gone already. */
  remove(path: string): void;
  /** Runs the command line to its end, with nothing of the API in its environment but what is given. */
  swarmEval(
    args: readonly string[],
    environment?: Readonly<Record<string, string>>,
  ): Promise<Finished>;
  /** The same in a folder of the project. */
  swarmEvalIn(
    folder: string,
    args: readonly string[],
    environment?: Readonly<Record<string, string>>,
  ): Promise<Finished>;
  /**
   * Starts the command line in a process of its own, for what only that shows: how it ends, what keeps it alive, what
   * else writes to its output. `finished` resolves at its end.
   */
  start(
    args: readonly string[],
    environment?: Readonly<Record<string, string>>,
  ): { child: ChildProcess; finished: Promise<Finished> };
}

/** Makes a project with these files, removed when the test ends. */
export function newProject(files: Readonly<Record<string, string>>): Project {
  const directory = mkdtempSync(join(tmpdir(), "swarm-eval-test-"));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  mkdirSync(join(directory, "node_modules"));
  symlinkSync(root, join(directory, "node_modules", "swarm-eval"));
  const inherited = { PATH: process.env["PATH"], HOME: directory, NO_COLOR: "1" };
  const project: Project = {
    directory,
    write(file, content) {
      mkdirSync(dirname(join(directory, file)), { recursive: true });
      writeFileSync(join(directory, file), content);
    },
    read: (file) => readFileSync(join(directory, file), "utf8"),
    remove: (path) => rmSync(join(directory, path), { recursive: true, force: true }),
    swarmEval: (args, environment) => project.swarmEvalIn(".", args, environment),
    swarmEvalIn: (folder, args, environment) =>
      runCommand({
        args,
        directory: join(directory, folder),
        environment: { ...inherited, ...environment },
      }),
    start(args, environment) {
      const { NODE_COMPILE_CACHE } = process.env;
      const child = spawn(process.execPath, [join(root, "bin", "swarm-eval.js"), ...args], {
        cwd: directory,
        env: { ...inherited, NODE_COMPILE_CACHE, ...environment },
        stdio: ["ignore", "pipe", "pipe"],
      });
      return { child, finished: finished(child) };
    },
  };
  project.write("package.json", '{"type":"module"}');
  for (const [file, content] of Object.entries(files)) project.write(file, content);
  return project;
}

async function finished(child: ChildProcess): Promise<Finished> {
  let stdout = "";
  let stderr = "";
  child.stdout?.on("data", (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr?.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
  const code = await new Promise<number | null>((resolve) => child.on("close", resolve));
  return { code, stdout, stderr };
}

/** Case lines from objects. */
export function jsonl(...cases: readonly object[]): string {
  return cases.map((script) => `${JSON.stringify(script)}\n`).join("");
}
