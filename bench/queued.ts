import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as pause } from "node:timers/promises";
import type { SuiteResult } from "../src/results/result.ts";
import { caseLine } from "./conversation.ts";
import type { Figure } from "./figure.ts";
import { measured } from "./measured.ts";
import { CLI, runArguments, startServer } from "./workspace.ts";

const DELAY_MS = 50;
const CALLS = 4;
const CASES = 200;
const KILLS = 20;
/** Of the workers that are killed, so many work at a time, each on so many trials, for so many milliseconds at most. */
const MORTALS = 6;
const AT_ONCE = 2;
const LONGEST_LIFE_MS = 400;

/**
 * How a queue's workers share a live run, each a process that plays one trial at a time; and whether 20 of them that are
 * killed lose or double a trial. Redis is a process of its own on the same cores.
 */
export async function queuedFigures(directory: string): Promise<Figure[]> {
  const slow = await startServer(DELAY_MS);
  const redis = await startRedis();
  const online = { OPENAI_BASE_URL: slow.baseUrl, OPENAI_API_KEY: "none" };
  const startWorker = (...flags: string[]): Promise<ChildProcess> =>
    workerAt(redis.url, online, flags);
  const run = async (cases: number): Promise<SuiteResult> => {
    const file = join(directory, "queued.jsonl");
    const lines = Array.from({ length: cases }, (_, index) => `${caseLine(`case-${index + 1}`)}\n`);
    writeFileSync(file, lines.join(""));
    const flags = ["--traffic", "live", "--queue", redis.url, "--reporter", "json"];
    await measured(runArguments(directory, file, ...flags), online);
    return JSON.parse(
      readFileSync(join(directory, "reports", "queued.json"), "utf8"),
    ) as SuiteResult;
  };
  const secondsOf = async (count: number): Promise<number> => {
    const workers = await Promise.all(
      Array.from({ length: count }, () => startWorker("--concurrency", "1")),
    );
    await run(2 * count);
    const { duration_ms: took } = await run(CASES);
    workers.forEach((worker) => worker.kill("SIGKILL"));
    return took / 1000;
  };
  const one = await secondsOf(1);
  const ten = await secondsOf(10);

  const mortal = (): Promise<ChildProcess> =>
    startWorker("--concurrency", String(AT_ONCE), "--lease", "2");
  const workers = await Promise.all(Array.from({ length: MORTALS }, mortal));
  const planned = 4 * CASES;
  let killed = 0;
  const killing = (async () => {
    while (killed < KILLS) {
      await pause(Math.random() * LONGEST_LIFE_MS);
      const [victim] = workers.splice(Math.floor(Math.random() * workers.length), 1);
      victim?.kill("SIGKILL");
      killed++;
      workers.push(await mortal());
    }
  })();
  const { cases, summary } = await run(planned);
  const killedDuring = killed;
  await killing;
  workers.forEach((worker) => worker.kill("SIGKILL"));
  const once = new Set(cases.filter(({ trials }) => trials.length === 1).map(({ id }) => id));
  redis.stop();
  slow.stop();
  const ideal = (CASES * CALLS * DELAY_MS) / 1000;
  return [
    {
      what: `queue at ${DELAY_MS} ms: 10 workers ÷ 1 worker`,
      value: one / ten,
      unit: " ×",
      atLeast: 8,
    },
    { what: "  1 worker, ideal ÷ wall", value: ideal / one, unit: "" },
    { what: "  10 workers, ideal ÷ wall", value: ideal / 10 / ten, unit: "" },
    {
      what: `  workers killed during ${planned} trials`,
      value: killedDuring,
      unit: "",
      atLeast: KILLS,
    },
    { what: "  trials lost or doubled", value: planned - once.size, unit: "", atMost: 0 },
    { what: "  trials that did not pass", value: planned - summary.passed, unit: "", atMost: 0 },
  ];
}

const started: ChildProcess[] = [];
process.on("exit", () => started.forEach((child) => child.kill("SIGKILL")));

async function workerAt(
  url: string,
  environment: Readonly<Record<string, string>>,
  flags: readonly string[],
): Promise<ChildProcess> {
  const worker = spawn(process.execPath, [CLI, "worker", url, ...flags], {
    env: { ...process.env, ...environment },
    stdio: ["ignore", "ignore", "pipe"],
  });
  started.push(worker);
  await once(worker.stderr as NodeJS.ReadableStream, "data");
  return worker;
}

async function startRedis(): Promise<{ readonly url: string; stop(): void }> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address() as AddressInfo;
  await new Promise((closed) => probe.close(closed));
  const flags = ["--bind", "127.0.0.1", "--save", "", "--appendonly", "no"];
  const server = spawn("redis-server", ["--port", String(port), ...flags]);
  started.push(server);
  for await (const line of createInterface(server.stdout))
    if (line.includes("Ready to accept connections")) break;
  return { url: `redis://127.0.0.1:${port}`, stop: () => void server.kill() };
}
