import { spawn, type ChildProcess } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";
import type { Project } from "../project.ts";

export const BIN = join(
  fileURLToPath(new URL("../../..", import.meta.url)),
  "bin",
  "swarm-eval.js",
);

export type Environment = Readonly<Record<string, string>>;

/** A running `swarm-eval`, as somebody sees it. */
export interface Terminal {
  /** Keys as a terminal sends them. */
  press(keys: string): void;
  /** Resolves to what was shown since the last call, once this is shown. */
  shows(text: string): Promise<string>;
  /** Sends a signal to the program. */
  signal(name: NodeJS.Signals): Promise<void>;
  /** Resolves to the exit code. */
  readonly ended: Promise<number | null>;
}

/** Debian has it on every machine, in bsdutils. */
const UTIL_LINUX_SCRIPT = "script";

/** Runs a command line of ours in a terminal of 100 columns by util-linux's `script`, which gives its command a pty of its own. */
export function inTerminal(
  { directory }: Project,
  args: readonly string[],
  environment: Environment = {},
): Terminal {
  const words = [process.execPath, BIN, ...args];
  const command = words.map((word) => `'${word.replaceAll("'", `'\\''`)}'`).join(" ");
  const child = spawn(
    UTIL_LINUX_SCRIPT,
    [
      "--quiet",
      "--flush",
      "--return",
      "--command",
      `echo "pid $$."; stty cols 100 rows 40; exec ${command}`,
      "/dev/null",
    ],
    {
      cwd: directory,
      env: {
        PATH: process.env["PATH"],
        HOME: directory,
        TERM: "xterm",
        SHELL: "/bin/sh",
        ...environment,
      },
    },
  );
  const { ended, shows } = watched(child, [child.stdout]);
  const pid = shows(".").then((line) => Number(/pid (\d+)/.exec(line)?.[1]));
  return {
    ended,
    shows,
    press: (keys) => void child.stdin.write(keys),
    signal: async (name) => void process.kill(await pid, name),
  };
}

/** The same without a terminal: its input is empty. */
export function byPipes(
  { directory }: Project,
  args: readonly string[],
  environment: Environment = {},
): Omit<Terminal, "press"> {
  const child = spawn(process.execPath, [BIN, ...args], {
    cwd: directory,
    env: { PATH: process.env["PATH"], HOME: directory, ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  return {
    ...watched(child, [child.stdout, child.stderr]),
    signal: async (name) => void child.kill(name),
  };
}

/** What a process shows, until its end. */
function watched(
  child: ChildProcess,
  streams: readonly NodeJS.ReadableStream[],
): Pick<Terminal, "ended" | "shows"> {
  onTestFinished(() => void child.kill("SIGKILL"));
  let shown = "";
  let failed: Error | undefined;
  const waiting = new Set<() => void>();
  const look = (): void => {
    for (const check of waiting) check();
  };
  for (const stream of streams)
    stream.setEncoding("utf8").on("data", (text: string) => {
      shown += text;
      look();
    });
  const ended = codeOf(child);
  void fail();
  async function fail(): Promise<void> {
    const code = await ended;
    failed = new Error(`The session ended with ${code}, having shown: ${JSON.stringify(shown)}`);
    look();
  }
  const shows = (text: string): Promise<string> =>
    new Promise((resolve, reject) => {
      const check = (): void => {
        const at = shown.indexOf(text);
        if (at < 0 && failed === undefined) return;
        waiting.delete(check);
        if (at < 0) {
          reject(failed);
          return;
        }
        const before = shown.slice(0, at + text.length);
        shown = shown.slice(before.length);
        resolve(before);
      };
      waiting.add(check);
      check();
    });
  return { ended, shows };
}

/** The exit code, when all output has come. */
export function codeOf(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
}
