import { spawn } from "node:child_process";
import { onTestFinished } from "vitest";
import { newProject, type Finished, type Project } from "../../support/project.ts";
import {
  startStandIn,
  type StandIn,
  type StandInReply,
  type StandInRequest,
} from "../../support/stand-in.ts";
import {
  BIN,
  codeOf,
  inTerminal,
  type Environment,
  type Terminal,
} from "../../support/command/terminal.ts";
import { runCommand } from "../../support/command/run-command.ts";
import { SHOP, shopModel } from "../shop.ts";

/** A project with the shop and a provider that plays its model. */
export async function shopWithModel(
  model: (request: StandInRequest) => StandInReply | Promise<StandInReply> = shopModel,
): Promise<{ project: Project; server: StandIn; online: Environment }> {
  const server = await startStandIn(model);
  onTestFinished(() => server.close());
  const project = newProject({ "evals/shop.ts": SHOP });
  return { project, server, online: { OPENAI_BASE_URL: server.baseUrl } };
}

/** Runs `swarm-eval chat` on these lines. */
export function chat(
  { directory }: Project,
  args: readonly string[],
  said: string,
  environment: Environment = {},
): Promise<Finished> {
  return runCommand({
    args: ["chat", ...args],
    directory,
    environment: { PATH: process.env["PATH"], HOME: directory, ...environment },
    stdin: said,
  });
}

/** The same in a process of its own, on the lines of a pipe. */
export async function chatOnPipe(
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
export function openTerminal(
  project: Project,
  args: readonly string[],
  environment: Environment = {},
): Terminal {
  return inTerminal(project, ["chat", ...args], environment);
}

async function textOf(stream: NodeJS.ReadableStream): Promise<string> {
  let text = "";
  for await (const chunk of stream) text += String(chunk);
  return text;
}
