import { spawn } from "node:child_process";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { GREETING, REFUND, SHOP, shopModel } from "../cli/shop.ts";
import { jsonl, newProject, type Project } from "../support/project.ts";
import { startStandIn } from "../support/stand-in.ts";

interface Said {
  readonly said: unknown;
  readonly output: string;
}

/** Runs a script of the project in a Node of its own. Returns what it says, and all that it prints beside that. */
async function node(project: Project, script: string, env: object = {}): Promise<Said> {
  project.write(
    "main.ts",
    `import { playCase, runSuite, CaseFileError, UsageError, Agent, scriptedClient } from "swarm-eval";
     let said;
     ${script}
     process.send(said);`,
  );
  const child = spawn(process.execPath, ["--import", "swarm-eval/register", "main.ts"], {
    cwd: project.directory,
    env: { PATH: process.env["PATH"], HOME: project.directory, ...env },
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  let output = "";
  let said: unknown;
  for (const stream of [child.stdout, child.stderr])
    stream?.on("data", (chunk: Buffer) => (output += chunk.toString()));
  child.on("message", (message) => (said = message));
  await new Promise((resolve) => child.on("close", resolve));
  return { said, output };
}

async function standIn(): Promise<{ OPENAI_BASE_URL: string }> {
  const server = await startStandIn(shopModel);
  onTestFinished(() => server.close());
  return { OPENAI_BASE_URL: server.baseUrl };
}

const shop = (...cases: readonly object[]): Project =>
  newProject({ "evals/shop.ts": SHOP, "evals/shop.jsonl": jsonl(...cases) });

const IN_MEMORY = `import shop from "./evals/shop.ts";`;

it("records a suite, replays it as the command line does, and prints nothing", async () => {
  const project = shop(REFUND, GREETING);
  const recorded = await node(
    project,
    `const { traffic, summary } = await runSuite("evals/shop.jsonl", { traffic: "record" });
     said = { traffic, passed: summary.passed };`,
    await standIn(),
  );
  expect(recorded).toEqual({ said: { traffic: "record", passed: 2 }, output: "" });
  const replayed = await node(
    project,
    `const trials = [], cases = [];
     said = await runSuite("evals/shop.jsonl", { trials: 1, onTrial: ({ verdict }, id) => trials.push([id, verdict]), onCase: ({ id }) => cases.push(id) });
     said = { ...said, cases, trials };`,
  );
  expect(replayed).toMatchObject({
    said: {
      suite: "shop",
      stopped: null,
      traffic: "replay",
      summary: { passed: 2 },
      cases: ["refund", "greeting"],
      trials: expect.arrayContaining([
        ["refund", "passed"],
        ["greeting", "passed"],
      ]) as unknown,
    },
    output: "",
  });
  const { stdout } = await project.swarmEval(["report", "reports/shop.json"]);
  expect(stdout).toContain("2 passed");
  expect((await project.swarmEval(["run", "evals/shop.jsonl"])).code).toBe(0);
});

it("plays agents that are there already, and resolves for cases that fail", async () => {
  const wrong = { ...GREETING, expect: { output: { contains: "Good night" } } };
  const { said, output } = await node(
    shop(REFUND, wrong),
    `${IN_MEMORY}
     const result = await runSuite("evals/shop.jsonl", { agents: shop, traffic: "live", tag: "talk" });
     const { agents_module, selected, cases: [{ id, verdict, trials }] } = result;
     said = { agents_module, selected, id, verdict, reason: trials[0].checks.at(-1).reason };`,
    await standIn(),
  );
  expect({ said, output }).toEqual({
    said: {
      agents_module: "options.agents",
      selected: true,
      id: "greeting",
      verdict: "failed",
      reason: expect.stringContaining('to contain "Good night"') as unknown,
    },
    output: "",
  });
});

it("goes by the config, by the options before it, and by neither if it is told so", async () => {
  const project = shop(GREETING);
  project.write("swarm-eval.config.ts", "export default { trials: 3, threshold: 0.5 };");
  const { said } = await node(
    project,
    `const play = async (options) => {
       const { threshold, cases: [{ trials }] } = await runSuite("evals/shop.jsonl", { traffic: "live", ...options });
       return [threshold ?? 1, trials.length];
     };
     said = [await play({}), await play({ trials: 2, threshold: undefined }), await play({ config: false })];`,
    await standIn(),
  );
  expect(said).toEqual([
    [0.5, 3],
    [0.5, 2],
    [1, 1],
  ]);
});

it("rejects what cannot be played, by exported classes", async () => {
  const project = shop({ ...GREETING, expect: { outputs: "Hello" } });
  const { said } = await node(
    project,
    `const errorOf = (promise) => promise.then(() => "none", (error) => [
       error instanceof CaseFileError ? "CaseFileError" : error instanceof UsageError ? "UsageError" : error.name,
       error.message.split("\\n")[0].slice(0, 60),
     ]);
     said = [
       await errorOf(runSuite("evals/shop.jsonl")),
       await errorOf(runSuite("evals/none.jsonl", { agents: "evals/shop.ts" })),
       await errorOf(runSuite("evals/shop.jsonl", { agents: 7 })),
       await errorOf(playCase({ id: "a", user: 3 }, { agents: () => new Agent() })),
       await errorOf(playCase({ id: "a", user: "Hi!" }, {})),
       await errorOf(playCase({ id: "a", user: "Hi!", agent: "Nobody" }, { agents: new Agent() })),
     ];`,
  );
  expect(said).toMatchObject([
    ["CaseFileError", expect.stringContaining("evals/shop.jsonl:1:") as unknown],
    ["UsageError", expect.stringContaining("evals/none.jsonl") as unknown],
    ["CaseFileError", expect.anything()],
    ["CaseFileError", expect.stringContaining("playCase:1:1: case 1") as unknown],
    ["UsageError", "playCase needs agents: give it options.agents."],
    [
      "UsageError",
      expect.stringContaining('playCase: "a": options.agents has no agent') as unknown,
    ],
  ]);
});

it("plays one case with agents in memory, records it, and replays it", async () => {
  const project = shop(GREETING);
  const play = (traffic: string): string => `${IN_MEMORY}
     const { verdict, final_agent, steps, error } = await playCase(
       { id: "refund", user: "Please refund 7.", expect: { tool_calls: ["transferToRefunds", "refund"] } },
       { agents: shop, traffic: "${traffic}" },
     );
     said = { verdict, final_agent, calls: steps.filter(({ type }) => type === "tool_call").map(({ name }) => name), error };`;
  const expected = {
    verdict: "passed",
    final_agent: "Refunds",
    calls: ["transferToRefunds", "refund"],
    error: null,
  };
  expect((await node(project, play("record"), await standIn())).said).toEqual(expected);
  expect(project.read(join("fixtures", "cases", "refund.1.jsonl"))).toContain("refund");
  expect(await node(project, play("replay"))).toEqual({ said: expected, output: "" });
  project.remove("fixtures");
  const { said } = await node(project, play("replay"));
  expect(said).toMatchObject({
    verdict: "errored",
    error: {
      kind: "replay_miss",
      message: expect.stringContaining('traffic: "record"') as unknown,
    },
  });
});

it("ends a run by a signal, and keeps what had finished", async () => {
  const { said } = await node(
    shop(GREETING, REFUND),
    `const controller = new AbortController();
     const { stopped, cases } = await runSuite("evals/shop.jsonl", {
       traffic: "live", concurrency: 1, signal: controller.signal, onCase: () => controller.abort(),
     });
     said = { stopped, ids: cases.map(({ id }) => id) };`,
    await standIn(),
  );
  expect(said).toEqual({ stopped: "interrupted", ids: ["greeting"] });
});

it("leaves to a process what is none of a trial's, and puts back all that it changes", async () => {
  const project = shop(GREETING);
  project.write(".env", "SHOP_KEY=7");
  project.write("swarm-eval.config.ts", "export default { trials: 1 };");
  const { said, output } = await node(
    project,
    `${IN_MEMORY}
     const { request, createServer } = await import("node:http");
     const server = createServer((_, response) => response.end("ok"));
     await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
     const url = "http://127.0.0.1:" + server.address().port;
     const status = () => new Promise((resolve, reject) =>
       request(url, (reply) => resolve(reply.resume().statusCode)).on("error", reject).end());
     const seen = [];
     process.on("unhandledRejection", (error) => seen.push(error.message));
     const ground = async () => {
       const { default: http } = await import("node:http");
       const { Socket } = await import("node:net");
       const { Worker } = await import("node:worker_threads");
       const { ChildProcess, execSync } = await import("node:child_process");
       const { getBuiltinModule, emit, emitWarning } = process;
       return [
         Object.keys(process.env).sort().join(), process.env.NODE_OPTIONS, getBuiltinModule, emit, emitWarning,
         fetch, http.request, http.ClientRequest, http.Agent.prototype.addRequest, Socket.prototype.connect,
         Worker, ChildProcess.prototype.spawn, execSync, Date, Date.now, Date.prototype.constructor, setTimeout,
         Math.random, crypto.randomUUID, Object.getOwnPropertyDescriptor(Intl.DateTimeFormat.prototype, "format").get,
       ];
     };
     const before = await ground();
     const asked = [];
     let during;
     const agents = async () => {
       during = await ground();
       void Promise.reject(new Error("a trial's"));
       await new Promise((resolve) => setTimeout(resolve, 20));
       return new Agent();
     };
     const meanwhile = playCase({ id: "stray", user: "Hi!" }, { agents });
     void Promise.reject(new Error("mine"));
     asked.push(await status(), (await fetch(url)).status);
     const { error } = await meanwhile;
     const after = await ground();
     server.close();
     const changed = (now) => before.flatMap((value, index) => (value === now[index] ? [] : [index]));
     said = { asked, seen, read: during[0].includes("SHOP_KEY"), error: error.kind, during: changed(during).length, after: changed(after) };`,
  );
  expect({ said, output }).toEqual({
    said: {
      asked: [200, 200],
      seen: ["mine"],
      read: true,
      error: "agents_module",
      // All but the options of child processes outside of trials.
      during: 19,
      after: [],
    },
    output: "",
  });
});

it("plays a suite once at a time", async () => {
  const { said } = await node(
    shop(GREETING),
    `const played = await Promise.allSettled([1, 2].map(() => runSuite("evals/shop.jsonl", { traffic: "live" })));
     said = played.map(({ status, reason }) => reason?.message ?? status).sort();`,
    await standIn(),
  );
  expect(said).toEqual([
    expect.stringContaining("evals/shop.jsonl is being played by this process already, and both"),
    "fulfilled",
  ]);
});

it("plays in several modes side by side, each request of a trial by its own", async () => {
  const project = shop(REFUND, GREETING);
  await node(
    project,
    `await runSuite("evals/shop.jsonl", { traffic: "record" });`,
    await standIn(),
  );
  const { said, output } = await node(
    project,
    `${IN_MEMORY}
     const { createServer, get } = await import("node:http");
     let reached = 0;
     const server = createServer((_, response) => response.end(String(++reached)));
     await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
     const url = "http://127.0.0.1:" + server.address().port;
     const asking = (ask) => async () => {
       await ask().catch(() => {});
       return new Agent({ client: scriptedClient(["Hello!"]) });
     };
     const byHttp = () => new Promise((resolve, reject) => get(url, (reply) => reply.resume().on("end", resolve)).on("error", reject));
     const play = (ask, traffic) => playCase({ id: "asks", user: "Hi!" }, { agents: asking(ask), traffic });
     const [replayed, live, refused, refusedToo] = await Promise.all([
       runSuite("evals/shop.jsonl"),
       play(() => fetch(url), "live"),
       play(() => fetch(url), "replay"),
       play(byHttp, "replay"),
     ]);
     const { status } = await fetch(url);
     server.close();
     said = {
       passed: replayed.summary.passed, live: live.verdict, refused: refused.error?.kind, refusedToo: refusedToo.error?.kind,
       status, reached,
     };`,
  );
  expect({ said, output }).toEqual({
    said: {
      passed: 2,
      live: "passed",
      refused: "replay_miss",
      refusedToo: "replay_miss",
      status: 200,
      reached: 2,
    },
    output: "",
  });
});
