import { spawn, spawnSync } from "node:child_process";
import { createServer, type AddressInfo } from "node:net";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";

/** Whether this machine has Redis: Debian's package redis-server. */
export const hasRedis = spawnSync("redis-server", ["--version"]).status === 0;

/** A Redis server of its own, which keeps nothing; ended by `stop`. `databases` are URLs, each of another database. */
export async function startRedis(): Promise<{ databases: Iterator<string>; stop(): void }> {
  // Somebody else may take a port that was free.
  for (let attempt = 1; attempt <= 5; attempt++) {
    const port = await freePort();
    const flags = ["--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--databases", "64"];
    const server = spawn("redis-server", ["--port", String(port), ...flags]);
    if (!(await isReady(server.stdout))) continue;
    const urls = Array.from({ length: 64 }, (_, index) => `redis://127.0.0.1:${port}/${index}`);
    return { databases: urls.values(), stop: () => void server.kill("SIGKILL") };
  }
  throw new Error("No redis-server could be started.");
}

/** False if it ends before it is. */
async function isReady(output: Readable): Promise<boolean> {
  for await (const line of createInterface(output))
    if (line.includes("Ready to accept connections")) return true;
  return false;
}

/** A port at which nobody listens. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
