import { spawn, type ChildProcess } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";
import { newProject, type Finished, type Project } from "../../support/project.ts";
import {
  startStandIn,
  type StandIn,
  type StandInReply,
  type StandInRequest,
} from "../../support/stand-in.ts";
import { SHOP, shopModel } from "../shop.ts";

const BIN = join(fileURLToPath(new URL("../../..", import.meta.url)), "bin", "swarm-eval.js");

type Environment = Readonly<Record<string, string>>;

/** A project with the shop and a provider that plays its model. */
export async function shopWithModel(
  model: (request: StandInRequest) => StandInReply | Promise<StandInReply> = shopModel,
): Promise<{ project: Project; server: StandIn; online: Environment }> {
  const server = await startStandIn(model);
  onTestFinished(() => server.close());
  const project = newProject({ "evals/shop.ts": SHOP });
  return { project, server, online: { OPENAI_BASE_URL: server.baseUrl } };
}

/** Runs `swarm-eval chat` on the lines of a pipe. */
export async function chat(
  { directory }: Project,
  args: readonly string[],
  said: string,
  environment: Environment = {},
): Promise<Finished> {
  const child = spawn(process.execPath, [BIN, "chat", ...args], {
    cwd: directory,
    env: { PATH: process.env["PATH"], HOME: directory, ...environment },
  });
  child.stdin.end(said);
  const [stdout, stderr, code] = await Promise.all([
    textOf(child.stdout),
    textOf(child.stderr),
    codeOf(child),
  ]);
  return { code, stdout, stderr };
}

/** A terminal in which `swarm-eval chat` runs. */
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

/** Opens a terminal of 100 columns by util-linux's `script`, which gives its command a pty of its own. */
export function openTerminal(
  { directory }: Project,
  args: readonly string[],
  environment: Environment = {},
): Terminal {
  const words = [process.execPath, BIN, "chat", ...args];
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
  onTestFinished(() => void child.kill("SIGKILL"));
  let shown = "";
  let failed: Error | undefined;
  const waiting = new Set<() => void>();
  const look = (): void => {
    for (const check of waiting) check();
  };
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
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
  const pid = shows(".").then((line) => Number(/pid (\d+)/.exec(line)?.[1]));
  return {
    ended,
    shows,
    press: (keys) => void child.stdin.write(keys),
    signal: async (name) => void process.kill(await pid, name),
  };
}

async function textOf(stream: NodeJS.ReadableStream): Promise<string> {
  let text = "";
  for await (const chunk of stream) text += String(chunk);
  return text;
}

function codeOf(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
}
