import { spawn, spawnSync } from "node:child_process";
import { createServer, type AddressInfo } from "node:net";
import { createInterface } from "node:readline";

/** Whether this machine has Redis: Debian's package redis-server. */
export const hasRedis = spawnSync("redis-server", ["--version"]).status === 0;

/** A Redis server of its own, which keeps nothing; ended by `stop`. `databases` are URLs, each of another database. */
export async function startRedis(): Promise<{ databases: Iterator<string>; stop(): void }> {
  const port = await freePort();
  const flags = ["--bind", "127.0.0.1", "--save", "", "--appendonly", "no"];
  const server = spawn("redis-server", ["--port", String(port), ...flags]);
  for await (const line of createInterface(server.stdout))
    if (line.includes("Ready to accept connections")) break;
  const urls = Array.from({ length: 16 }, (_, database) => `redis://127.0.0.1:${port}/${database}`);
  return { databases: urls.values(), stop: () => void server.kill("SIGKILL") };
}

/** A port at which nobody listens. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
