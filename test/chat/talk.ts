import { PassThrough } from "node:stream";
import { stripVTControlCharacters } from "node:util";
import { runDemoLoop, type DemoLoopOptions } from "../../src/chat/demo-loop.ts";
import type { Agent } from "../../src/swarm/agent/agent.ts";
import type { Response } from "../../src/swarm/floor.ts";
import {
  scriptedClient,
  type ScriptedClient,
  type ScriptedReply,
} from "../../src/swarm/scripted-client.ts";

/** A session that was played from its lines to its end. */
export interface Talked {
  readonly client: ScriptedClient;
  readonly response: Response;
  /** What stood on the screen. */
  readonly shown: string;
}

/** Plays a session: lines of a user, against a scripted model. */
export async function talk(
  agent: Agent,
  lines: readonly string[],
  replies: readonly ScriptedReply[],
  options: DemoLoopOptions = {},
): Promise<Talked> {
  const client = scriptedClient(replies);
  const output = new Shown();
  const input = new PassThrough();
  input.end(lines.map((line) => `${line}\n`).join(""));
  const response = await runDemoLoop(agent, { client, input, output, ...options });
  return { client, response, shown: output.plain };
}

/** An output that can be read, and waited for. */
export class Shown extends PassThrough {
  text = "";
  #waiting: { readonly isThere: () => boolean; readonly resolve: () => void }[] = [];

  constructor() {
    super({ encoding: "utf8" });
    this.on("data", (text: string) => {
      this.text += text;
      for (const { isThere, resolve } of this.#waiting) if (isThere()) resolve();
    });
  }

  /** Without colours: FORCE_COLOR may be set where the tests run. */
  get plain(): string {
    return stripVTControlCharacters(this.text);
  }

  /** Resolves once the text was shown, this many times. */
  has(text: string, times = 1): Promise<void> {
    const isThere = (): boolean => this.plain.split(text).length > times;
    return new Promise((resolve) => {
      if (isThere()) resolve();
      else this.#waiting.push({ isThere, resolve });
    });
  }
}
