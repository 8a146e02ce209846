import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { startServer, type Arrival } from "../server/server.ts";
import type { Message, Mode, Task } from "./child.ts";
import type { Report } from "./situation.ts";

/** What happened in one situation in one mode, at both ends. */
export interface Outcome extends Report {
  /** What the server got. */
  readonly arrived: readonly Arrival[];
  /** How many connections were opened to it. */
  readonly connections: number;
}

/** What happened in each mode. */
export type Outcomes = Readonly<Record<Mode, Outcome | undefined>>;

/** Plays all situations of a client live, then recording, then from the recordings. */
export async function play(client: string): Promise<ReadonlyMap<string, Outcomes>> {
  const server = await startServer();
  const outcomes = new Map<string, Partial<Record<Mode, Outcome>>>();

  const playAll = async (mode: Mode): Promise<void> => {
    const child = spawn(process.execPath, ["--no-warnings", PROGRAM, client], {
      env: { ...environment(), NODE_EXTRA_CA_CERTS: server.certificateFile },
      stdio: ["ignore", "inherit", "inherit", "ipc"],
      serialization: "advanced",
    });
    const closed = new Promise((resolve) => child.on("close", resolve));
    const task: Task = { mode, addresses: server.addresses };
    child.on("message", (message: Message) => {
      if (message.type === "ready") return child.send(task);
      const own = outcomes.get(message.name) ?? {};
      outcomes.set(message.name, own);
      if (message.type === "end") own[mode] = { ...message.report, ...server.take() };
      else server.take();
      return child.send({ tape: own.record?.tape });
    });
    const code = await closed;
    if (code !== 0) throw new Error(`The child process of ${client} broke off: ${mode}`);
  };

  try {
    for (const mode of ["live", "record", "replay"] as const) await playAll(mode);
  } finally {
    await server.close();
  }
  return outcomes as Map<string, Outcomes>;
}

const PROGRAM = fileURLToPath(new URL("child.ts", import.meta.url));

/** Without what would lead clients elsewhere. */
function environment(): NodeJS.ProcessEnv {
  const led = /^(?:https?_proxy|all_proxy|no_proxy|openai_.*|aws_.*|node_use_env_proxy)$/i;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !led.test(name)));
}
