import { spawn } from "node:child_process";
import { once } from "node:events";
import { Agent, request } from "node:http";
import { INSTRUCTIONS, TOOLS, USER } from "./conversation.ts";
import type { Figure } from "./figure.ts";
import { median } from "./measured.ts";
import { CLI } from "./workspace.ts";

const CALLS = 500;
/** Calls before those that are counted: until then, code is compiled and connections are opened. */
const WARM_UP = 100;
const BODY = Buffer.from(
  JSON.stringify({
    model: "gpt-5.4",
    messages: [
      { role: "system", content: INSTRUCTIONS },
      { role: "user", content: USER },
    ],
    tools: TOOLS,
  }),
);
const agent = new Agent({ keepAlive: true });

/**
 * What a proxy adds to a call of a server on this machine that answers at once, one call after the other: recorded and
 * replayed, each beside the direct call before it.
 */
export async function proxiedFigures(directory: string, baseUrl: string): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const mode of ["record", "replay"]) {
    const proxy = await startProxy(directory, baseUrl, mode);
    const direct: number[] = [];
    const through: number[] = [];
    for (let call = 0; call < WARM_UP + CALLS; call++) {
      const [one, other] = [await timeOf(baseUrl), await timeOf(proxy.baseUrl)];
      if (call < WARM_UP) continue;
      direct.push(one);
      through.push(other);
    }
    await proxy.stop();
    const added = median(through.map((ms, call) => ms - (direct[call] as number)));
    figures.push(
      {
        what: `proxy, ${mode}, added to a call at the median`,
        value: added,
        unit: " ms",
        atMost: 1,
      },
      { what: "  the direct call", value: median(direct), unit: " ms" },
      { what: "  through the proxy ÷ direct", value: median(through) / median(direct), unit: " ×" },
    );
  }
  return figures;
}

async function startProxy(directory: string, upstream: string, mode: string) {
  const args = [CLI, "proxy", "--upstream", upstream, "--traffic", mode];
  const child = spawn(process.execPath, args, {
    cwd: directory,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [line] = (await once(child.stdout, "data")) as [Buffer];
  const [, baseUrl = ""] = /=(\S+)/.exec(line.toString()) ?? [];
  return {
    baseUrl,
    async stop() {
      child.kill("SIGINT");
      const [code] = (await once(child, "close")) as [number];
      if (code !== 0) throw new Error(`The proxy ended with ${code}.`);
    },
  };
}

/** Milliseconds from a request to the end of its reply. */
function timeOf(baseUrl: string): Promise<number> {
  const began = performance.now();
  return new Promise((resolve, reject) => {
    const headers = { "content-type": "application/json", "content-length": BODY.length };
    request(`${baseUrl}/chat/completions`, { method: "POST", agent, headers }, (reply) => {
      if (reply.statusCode !== 200) reject(new Error(`It answered ${reply.statusCode}.`));
      reply.resume().on("end", () => resolve(performance.now() - began));
    })
      .on("error", reject)
      .end(BODY);
  });
}
