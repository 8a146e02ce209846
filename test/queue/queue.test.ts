import { readdirSync } from "node:fs";
import { join } from "node:path";
import { Redis } from "ioredis";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { keys } from "../../src/queue/messages.ts";
import { Reservations } from "../../src/queue/reservations.ts";
import { Budget } from "../../src/runner/budget/budget.ts";
import type { SuiteResult } from "../../src/results/result.ts";
import { readResult } from "../../src/results/read-result.ts";
import { jsonl, newProject, type Project } from "../support/project.ts";
import { seeded } from "../support/random.ts";
import { startStandIn, type StandIn } from "../support/stand-in.ts";
import { GREETING, REFUND, SHOP, shopModel } from "../cli/shop.ts";
import { freePort, hasRedis, startRedis } from "./redis-server.ts";

const COUNT = 12;
const CASES = jsonl(
  ...Array.from({ length: COUNT }, (_, index) => {
    const testCase = index % 2 === 0 ? REFUND : GREETING;
    return { ...testCase, id: `${testCase.id}-${index}` };
  }),
);
const FILES = { "evals/shop.ts": SHOP, "evals/shop.jsonl": CASES };
const RUN = ["run", "evals/shop.jsonl"];

let redis: Awaited<ReturnType<typeof startRedis>>;
const database = (): string => redis.databases.next().value as string;

async function model(
  script: Parameters<typeof startStandIn>[0] = shopModel,
): Promise<{ standIn: StandIn; api: Record<string, string> }> {
  const standIn = await startStandIn(script);
  onTestFinished(() => standIn.close());
  return { standIn, api: { OPENAI_BASE_URL: standIn.baseUrl, OPENAI_API_KEY: "sk-none" } };
}

/** Starts a worker, which is ended with the test. */
function startWorker(
  { start }: Project,
  url: string,
  environment: Readonly<Record<string, string>> = {},
  ...flags: readonly string[]
) {
  const worker = start(["worker", url, "--lease", "1", ...flags], environment);
  onTestFinished(() => void worker.child.kill("SIGKILL"));
  return worker;
}

/** The result of the shop, without what a clock says. */
function textIn(project: Project, output: string): string {
  return project
    .read(`${output}/shop.json`)
    .replace(/"started_at":"[^"]*"/, "")
    .replace(/^(\],)"duration_ms":\d+/m, "$1");
}

function trialsIn(project: Project, output = "reports") {
  const { cases } = readResult(join(project.directory, output, "shop.json"));
  return [...cases].flatMap(({ id, trials }) =>
    trials.map(({ trial, verdict }) => `${id} ${trial} ${verdict}`),
  );
}

function endOf(project: Project): SuiteResult {
  return JSON.parse(project.read("reports/shop.json")) as SuiteResult;
}

describe.skipIf(!hasRedis)(`a queue${hasRedis ? "" : " (no redis-server here)"}`, () => {
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis.stop());

  it("records and replays what one machine does, byte for byte", async () => {
    const { api } = await model();
    const project = newProject(FILES);
    const elsewhere = newProject(FILES);
    const [far, near] = [database(), database()];
    startWorker(elsewhere, far, api);
    startWorker(project, near);
    startWorker(project, near);
    const trials = ["--trials", "2", "--coverage", "--coverage-cases"];
    const record = [...trials, "--queue", far, "--traffic", "record"];
    expect(await project.swarmEval([...RUN, ...record])).toMatchObject({ code: 0 });
    expect(readdirSync(join(project.directory, "fixtures/shop"))).toHaveLength(2 * COUNT);
    expect(readdirSync(elsewhere.directory)).not.toContain("fixtures");
    const queue = ["--queue", near, ...trials];
    const alone = await project.swarmEval([...RUN, ...trials, "--output", "alone"]);
    const shared = await project.swarmEval([...RUN, ...queue, "--output", "shared"]);
    expect([alone.code, shared.code]).toEqual([0, 0]);
    expect(textIn(project, "shared")).toBe(textIn(project, "alone"));
    expect(shared.stderr).toBe(alone.stderr);
  });

  it("loses and doubles nothing where workers are killed", async () => {
    const random = seeded(20);
    const workers: ReturnType<typeof startWorker>[] = [];
    let asked = 0;
    let killed = 0;
    const { api } = await model((request) => {
      // The worker may have been in the midst of several trials.
      if (++asked % 7 === 0 && killed < 4) {
        const [victim] = workers.splice(random.below(workers.length), 1);
        victim?.child.kill("SIGKILL");
        killed++;
        start();
      }
      return shopModel(request);
    });
    const project = newProject(FILES);
    const url = database();
    const start = (): unknown => workers.push(startWorker(project, url, api, "--concurrency", "3"));
    start();
    start();
    const flags = ["--queue", url, "--traffic", "live", "--trials", "2"];
    expect(await project.swarmEval([...RUN, ...flags], api)).toMatchObject({ code: 0 });
    expect(killed).toBe(4);
    const expected = CASES.trim()
      .split("\n")
      .map((line) => (JSON.parse(line) as { id: string }).id)
      .flatMap((id) => [1, 2].map((trial) => `${id} ${trial} passed`));
    expect(trialsIn(project)).toEqual(expected);
  });

  it("has one cap for all workers", async () => {
    const { api, standIn } = await model();
    const project = newProject(FILES);
    const url = database();
    startWorker(project, url, api);
    startWorker(project, url, api);
    const flags = ["--queue", url, "--traffic", "live", "--trials", "20", "--max-tokens", "4000"];
    const run = await project.swarmEval([...RUN, ...flags], api);
    expect(run).toMatchObject({ code: 5 });
    expect(run.stderr).toContain("it could pass the cap of 4000.");
    const { stopped, budget } = endOf(project);
    expect({ stopped, cap: budget?.max_tokens }).toEqual({ stopped: "budget", cap: 4000 });
    expect(budget?.tokens).toBeGreaterThan(2000);
    expect(budget?.tokens).toBeLessThanOrEqual(4000);
    expect(standIn.requests.length).toBeGreaterThan(10);
  });

  it("counts what a worker had asked for as spent when it has died", async () => {
    const url = database();
    // Whoever waits on a connection lets nothing else use it.
    const [asked, waiting] = [new Redis(url), new Redis(url)];
    onTestFinished(() => [asked, waiting].forEach((redis) => redis.disconnect()));
    const budget = new Budget({ tokens: 100_000 }, {});
    const reservations = new Reservations(budget, asked);
    const size = { model: "gpt-5.4", bytes: 400, attachments: 0, completionLimit: 100 };
    const reserved = async (attempt: number): Promise<unknown> => {
      const ask = { worker: `worker-${attempt}`, number: 1, attempt };
      reservations.hear({ type: "reserve", job: "job", ask, size });
      return waiting.blpop(keys.answers(ask.worker), 0);
    };
    await reserved(1);
    expect(budget.spent.tokens).toBe(0);
    await reserved(2);
    const once = budget.spent.tokens;
    expect(once).toBeGreaterThan(0);
    reservations.jobEnded("job");
    expect(budget.spent.tokens).toBe(2 * once);
  });

  it("says that there is no worker, keeps what has finished, and goes on with it", async () => {
    const { api } = await model();
    const project = newProject(FILES);
    const url = database();
    const live = ["--queue", url, "--traffic", "live"];
    const waiting = project.start([...RUN, ...live], api);
    let said = "";
    waiting.child.stderr?.on("data", (chunk: Buffer) => (said += chunk.toString()));
    const address = url.replace(/\/0$/, "");
    await expect
      .poll(() => said, { timeout: 10_000 })
      .toContain(`npx swarm-eval worker ${address}`);
    expect(said).toContain(`No worker is connected to ${address}, for 12 trials in the queue.`);
    waiting.child.kill("SIGINT");
    expect((await waiting.finished).code).toBe(130);
    startWorker(project, url, api);
    const resumed = await project.swarmEval([...RUN, ...live, "--resume"], api);
    expect(resumed.code).toBe(0);
    expect(trialsIn(project)).toHaveLength(COUNT);
  });

  it("goes on after a trial that blocks its worker", async () => {
    const { api } = await model();
    const loop = SHOP.replace(
      "orders[order] =",
      "if (id === 'refund-0') for (;;);\n    orders[order] =",
    );
    const noting = `import { appendFileSync } from "node:fs";
if (process.argv.includes("worker")) appendFileSync("pids", process.pid + "\\n");
${loop}`;
    const project = newProject({ ...FILES, "evals/shop.ts": noting });
    // The worker that goes on is a child of the one that was blocked.
    onTestFinished(() => {
      const [, child] = project.read("pids").split("\n");
      process.kill(Number(child), "SIGKILL");
    });
    const url = database();
    startWorker(project, url, api, "--concurrency", "1");
    const flags = ["--queue", url, "--traffic", "live", "--timeout", "700"];
    const run = await project.swarmEval([...RUN, ...flags], api);
    expect(run.code).toBe(4);
    expect(trialsIn(project)).toContain("refund-0 1 errored");
    expect(trialsIn(project).filter((line) => line.endsWith("passed"))).toHaveLength(COUNT - 1);
  });

  it("drops the trials of a run that has died, and none of one that was only taken for dead", async () => {
    const { api, standIn } = await model();
    const url = database();
    const live = [...RUN, "--queue", url, "--traffic", "live"];
    const client = new Redis(url);
    onTestFinished(() => client.disconnect());
    const settings = (): Promise<string[]> => client.keys("swarm-eval:*:suite:0");
    const waiting = async (trials: number): Promise<void> => {
      const length = (): Promise<number> => client.llen("bull:swarm-eval:wait");
      await expect.poll(length, { timeout: 5000 }).toBe(trials);
    };
    const project = newProject(FILES);
    const dead = project.start(live, api);
    await waiting(COUNT);
    dead.child.kill("SIGKILL");
    await dead.finished;
    const run = project.start(live, api);
    await waiting(2 * COUNT);
    // As if a minute had passed.
    await client.del(await settings());
    startWorker(project, url, api);
    expect(await run.finished).toMatchObject({ code: 0 });
    expect(trialsIn(project)).toHaveLength(COUNT);
    expect(standIn.requests).toHaveLength((COUNT / 2) * (3 + 1));
    expect(await settings()).toEqual([]);
  });

  it("plays no job again whose result is known", async () => {
    const { api, standIn } = await model();
    const url = database();
    const client = new Redis(url);
    onTestFinished(() => client.disconnect());
    const waiting = (): Promise<string[]> => client.lrange("bull:swarm-eval:wait", 0, -1);
    const project = newProject(FILES);
    const run = project.start([...RUN, "--queue", url, "--traffic", "live"], api);
    await expect.poll(waiting, { timeout: 5000 }).toHaveLength(COUNT);
    const [job = ""] = await waiting();
    const id = job.slice(0, job.lastIndexOf("-"));
    await client.sadd(`swarm-eval:${id}:played`, job);
    // The run puts the trial there once more, under another number.
    await client.rpush(`swarm-eval:${id}:told`, JSON.stringify({ type: "dropped", job }));
    await expect.poll(waiting, { timeout: 5000 }).toHaveLength(COUNT + 1);
    startWorker(project, url, api);
    expect(await run.finished).toMatchObject({ code: 0 });
    expect(standIn.requests).toHaveLength((COUNT / 2) * (3 + 1));
  });

  it("takes back what nobody plays yet where the run bails out", async () => {
    const { api } = await model(() => ({ say: "Goodbye." }));
    const project = newProject(FILES);
    const url = database();
    startWorker(project, url, api, "--concurrency", "1");
    const flags = ["--queue", url, "--traffic", "live", "--bail"];
    expect(await project.swarmEval([...RUN, ...flags], api)).toMatchObject({ code: 1 });
    expect(endOf(project).stopped).toBe("bail");
    // All are in the queue when the first has failed.
    expect(trialsIn(project).length).toBeLessThan(COUNT);
  });

  it("refuses a tool under a cap that asks a model by itself", async () => {
    const { api } = await model();
    const asking = SHOP.replace("function refund(", "async function refund(").replace(
      "orders[order] =",
      `await fetch(process.env.OPENAI_BASE_URL + "/chat/completions", { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ model: "gpt-5.4", messages: [] }) });
    orders[order] =`,
    );
    const project = newProject({ ...FILES, "evals/shop.ts": asking });
    const url = database();
    startWorker(project, url, api);
    const flags = ["--queue", url, "--traffic", "record"];
    const run = await project.swarmEval([...RUN, ...flags, "--max-tokens", "100000"], api);
    expect(run).toMatchObject({ code: 2 });
    expect(run.stderr).toContain("A tool asks a model by itself, which a worker cannot count");
  });

  it("refuses to play other files than the run has", async () => {
    const { api } = await model();
    const url = database();
    const other = newProject({
      ...FILES,
      "evals/shop.ts": SHOP.replace("Refund orders.", "Refund."),
    });
    startWorker(other, url, api);
    const run = await newProject(FILES).swarmEval([...RUN, "--queue", url], api);
    expect(run).toMatchObject({ code: 2 });
    expect(run.stderr).toContain(
      "A worker cannot play evals/shop.jsonl as the run does: its evals/shop.ts is not that of the run.",
    );
  });
});

it("says that Redis cannot be reached, without its password", async () => {
  const port = await freePort();
  const url = `redis://user:hunter2@127.0.0.1:${port}`;
  const project = newProject(FILES);
  for (const args of [
    [...RUN, "--queue", url],
    ["worker", url],
  ]) {
    const { code, stdout, stderr } = await project.swarmEval(args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain(`Redis could not be reached at redis://127.0.0.1:${port}: `);
    expect(stderr).not.toContain("hunter2");
  }
});

it("refuses what is no Redis server, and flags that would change nothing", async () => {
  const project = newProject(FILES);
  expect(await project.swarmEval(["worker", "127.0.0.1"])).toEqual({
    code: 2,
    stdout: "",
    stderr: "The queue is named by the URL of a Redis server: redis://host:6379.\n",
  });
  const idle = await project.swarmEval([...RUN, "--queue", "redis://a", "--concurrency", "3"]);
  expect(idle.stderr).toContain("--concurrency changes nothing with --queue.");
});

it("names the packages that a queue needs where they are not installed", async () => {
  const hooks = `import { registerHooks } from "node:module";
    registerHooks({ resolve(name, context, next) {
      if (name !== "bullmq") return next(name, context);
      throw Object.assign(new Error("none"), { code: "ERR_MODULE_NOT_FOUND" });
    } });`;
  const { finished } = newProject(FILES).start([...RUN, "--queue", "redis://127.0.0.1"], {
    NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(hooks)}`,
  });
  expect(await finished).toMatchObject({
    code: 2,
    stderr: "A queue needs the packages bullmq and ioredis: npm install -D bullmq ioredis\n",
  });
});
