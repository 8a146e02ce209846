import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { spawnSync } from "node:child_process";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { scriptInChild } from "../../support/in-child.ts";
import { jsonl, newProject } from "../../support/project.ts";
import { startStandIn } from "../../support/stand-in.ts";

const directory = mkdtempSync(join(tmpdir(), "swarm-eval-children-"));
const program = join(directory, "server.cjs");
const server = createServer((_, response) => response.end("Welcome."));
let reached = 0;
let port = 0;

/** Says, over whatever it has, what came of a request by `fetch` and of a socket. */
const REQUESTS = (): string => `
  const { connect } = require("node:net");
  const { isMainThread, parentPort } = require("node:worker_threads");
  const report = (said) => {
    if (!isMainThread) parentPort.postMessage(said);
    else if (process.send) process.send(said, () => process.exit());
    else process.stdout.write(JSON.stringify(said));
  };
  const failure = ({ name, code, message }) => ({ name, code, message });
  Promise.all([
    fetch("http://127.0.0.1:${port}/?key=abcdefgh").then(() => "got through", failure),
    new Promise((resolve) =>
      connect(${port}, "127.0.0.1", () => resolve("got through")).on("error", (error) => resolve(failure(error)))),
  ]).then(report);`;

beforeAll(async () => {
  server.on("connection", () => reached++);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  port = (server.address() as AddressInfo).port;
  writeFileSync(program, REQUESTS());
});

beforeEach(() => {
  reached = 0;
});

afterAll(() => {
  server.close();
  rmSync(directory, { recursive: true, force: true });
});

/** What a script of its own can use to start others. */
const HELPERS = (): string => `
  const { exec, execFile, execFileSync, execSync, fork, spawn, spawnSync } = await import("node:child_process");
  const { SHARE_ENV, Worker } = await import("node:worker_threads");
  const { once } = await import("node:events");
  const { text } = await import("node:stream/consumers");
  const program = ${JSON.stringify(program)};
  const node = process.execPath;
  const message = async (child) => (await once(child, "message"))[0];
  const out = async (child) => JSON.parse(await text(child.stdout));`;

const CHILDREN = {
  spawn: "out(spawn(node, [program]))",
  "spawn with an environment of its own": "out(spawn(node, [program], { env: {} }))",
  "spawn without the options of the environment":
    'out(spawn(node, [program], { env: { ...process.env, NODE_OPTIONS: "--no-warnings" } }))',
  execFile: "out(execFile(node, [program]))",
  "exec, by a shell": "out(exec(node + ' ' + program))",
  fork: "message(fork(program))",
  "fork with an environment of its own": "message(fork(program, { env: {} }))",
  "spawnSync with an environment of its own":
    "JSON.parse(spawnSync(node, [program], { env: {} }).stdout)",
  execFileSync: "JSON.parse(execFileSync(node, [program]))",
  "execSync with an environment of its own":
    "JSON.parse(execSync(node + ' ' + program, { env: {} }))",
  "the child of a child that is not Node": "out(spawn('sh', ['-c', node + ' ' + program]))",
  "the child of a child": `out(spawn(node, ["-e",
    "require('node:child_process').spawn(process.execPath, [process.argv[1]], { env: {}, stdio: 'inherit' })", program]))`,
} as const;

const WORKERS = {
  "a worker": "message(new Worker(program))",
  "a worker with an environment of its own": "message(new Worker(program, { env: {} }))",
  "a worker that shares the environment": "message(new Worker(program, { env: SHARE_ENV }))",
  "a worker with options of its own":
    'message(new Worker(program, { execArgv: ["--no-warnings"] }))',
  "a worker of a class of its own": "message(new (class extends Worker {})(program))",
  "the worker of a worker": `message(new Worker(
    "const { Worker, parentPort } = require('node:worker_threads');" +
    "new Worker(process.env.PROGRAM).on('message', (said) => parentPort.postMessage(said))",
    { eval: true, env: { PROGRAM: program } }))`,
} as const;

function explanation(target: string, requester: string): string {
  return (
    `A connection to ${target}, wanted by ${requester}, was refused: it is made outside any conversation, so it belongs to no recording. ` +
    "Make it in a tool itself, in the process of the agents module, where it is part of a trial; " +
    "or run with --traffic live, which keeps no recordings."
  );
}

describe.each([
  ...Object.entries(CHILDREN).map((entry) => [...entry, "a child process (server.cjs)"] as const),
  ...Object.entries(WORKERS).map((entry) => [...entry, "a worker thread"] as const),
])("what is started by %s", (_, start, requester) => {
  it("reaches nothing, and its error says why", async () => {
    const { said } = await scriptInChild("replay", `${HELPERS()} say(await ${start});`);
    const host = `127.0.0.1:${port}`;
    const error = { name: "ChildConnectionError", code: "ERR_SWARM_EVAL_OFFLINE" };
    expect(said).toEqual([
      [
        { ...error, message: explanation(`http://${host}`, requester) },
        { ...error, message: explanation(host, requester) },
      ],
    ]);
    expect(reached).toBe(0);
  });
});

it("reaches nothing in a recording either, for a replay could not answer it", async () => {
  const script = `${HELPERS()} say(await ${CHILDREN.spawn}); say(await ${WORKERS["a worker"]});`;
  const { said } = await scriptInChild("record", script);
  const refused = { name: "ChildConnectionError" };
  expect(said).toMatchObject([
    [refused, refused],
    [refused, refused],
  ]);
  expect(reached).toBe(0);
});

it("works as ever if it opens no connection", async () => {
  const { said } = await scriptInChild(
    "replay",
    `${HELPERS()}
    const echo = spawn(node, ["-e", "process.stdin.pipe(process.stdout)"], { env: {} });
    echo.stdin.end("Hello.");
    say(await text(echo.stdout));
    say(spawnSync("cat", { input: "Hello." }).stdout.toString());
    say(execSync("exit 0").toString());
    const code = "const { parentPort, workerData } = require('node:worker_threads'); parentPort.postMessage(workerData)";
    const worker = new Worker(code, { eval: true, workerData: "Hello." });
    say(worker instanceof Worker);
    say(await message(worker));
    process.env.NODE_OPTIONS = "--stack-trace-limit=3";
    say(execFileSync(node, ["-p", "Error.stackTraceLimit"]).toString());
    say(spawnSync(node, ["-e", "process.exit(7)"], { env: { NODE_OPTIONS: "--no-warnings" } }).status);`,
  );
  expect(said).toEqual(["Hello.", "Hello.", "", true, "Hello.", "3\n", 7]);
});

it.each([
  ["env -i", "spawn('env', ['-i', node, program])"],
  ["env -u", "execFileSync('env', ['-u', 'NODE_OPTIONS', node, program])"],
  ["a shell that empties the variable", "exec('NODE_OPTIONS= ' + node + ' ' + program)"],
  ["a shell that unsets it", "execSync('unset NODE_OPTIONS; ' + node + ' ' + program)"],
  ["Node's own bindings", "process.binding('spawn_sync')"],
])("is not started without the guard by %s", async (_, start) => {
  const { said } = await scriptInChild(
    "replay",
    `${HELPERS()} try { ${start}; say("started"); } catch ({ code, message }) { say([code, message]); }`,
  );
  expect(said).toEqual([["ERR_SWARM_EVAL_OFFLINE", expect.stringContaining("NODE_OPTIONS")]]);
  expect(reached).toBe(0);
});

it("is started by a shell that adds to the options", async () => {
  const start = `execSync('NODE_OPTIONS="$NODE_OPTIONS --no-warnings" ' + node + ' ' + program)`;
  const { said } = await scriptInChild("replay", `${HELPERS()} say(JSON.parse(${start}));`);
  expect(said).toMatchObject([
    [{ name: "ChildConnectionError" }, { name: "ChildConnectionError" }],
  ]);
});

it("gets an answer after which openai's SDK does not retry", async () => {
  const sdk = fileURLToPath(new URL("../../../node_modules/openai/index.js", import.meta.url));
  const asks = join(directory, "asks.cjs");
  writeFileSync(
    asks,
    `const { OpenAI } = require(${JSON.stringify(sdk)});
    new OpenAI({ apiKey: "none", baseURL: "http://127.0.0.1:${port}/v1" }).models.list().catch((error) =>
      console.log(JSON.stringify([error.status, error.headers.get("x-should-retry"), error.message])));`,
  );
  const { said } = await scriptInChild(
    "replay",
    `${HELPERS()} say(await out(spawn(node, [${JSON.stringify(asks)}])));`,
  );
  const message = explanation(`http://127.0.0.1:${port}`, "a child process (asks.cjs)");
  expect(said).toEqual([[424, "false", `424 ${message}`]]);
});

it("is guarded also from a directory with spaces and quotes, and by any Node", async () => {
  const odd = join(directory, `a "b" \\ c`);
  mkdirSync(odd);
  cpSync(new URL("../../../dist/child-guard.cjs", import.meta.url), join(odd, "child-guard.cjs"));
  const grandchild = `process.stdout.write(require("node:child_process").execFileSync(process.execPath, [${JSON.stringify(program)}]))`;
  const { stdout } = spawnSync(
    process.execPath,
    ["--require", join(odd, "child-guard.cjs"), "-e", grandchild],
    { encoding: "utf8" },
  );
  expect(JSON.parse(stdout)).toMatchObject([
    { name: "ChildConnectionError" },
    { name: "ChildConnectionError" },
  ]);
});

it("starts a worker even if the process has options that a thread cannot have", () => {
  const guard = new URL("../../../dist/child-guard.cjs", import.meta.url);
  const start = `new (require("node:worker_threads").Worker)(${JSON.stringify(program)}).on("message", (said) => console.log(JSON.stringify(said)))`;
  const { stdout } = spawnSync(
    process.execPath,
    ["--max-semi-space-size=16", "--require", fileURLToPath(guard), "-e", start],
    { encoding: "utf8" },
  );
  expect(JSON.parse(stdout)).toMatchObject([
    { name: "ChildConnectionError" },
    { name: "ChildConnectionError" },
  ]);
});

it("is what the model reads about a tool's child, recorded and replayed", async () => {
  const project = newProject({
    "evals/shop.ts": `
      import { Agent } from "swarm-eval";
      import { execFileSync } from "node:child_process";
      import { once } from "node:events";
      import { Worker } from "node:worker_threads";
      function add() {
        return execFileSync(process.execPath, ["-p", "19 + 23"], { encoding: "utf8" });
      }
      function look() {
        return execFileSync(process.execPath, [${JSON.stringify(program)}], { encoding: "utf8" });
      }
      async function wait() {
        const worker = new Worker(${JSON.stringify(program)});
        return (await once(worker, "message"))[0][0].message;
      }
      export default new Agent({ name: "Clerk", functions: [add, look, wait] });`,
    "evals/shop.jsonl": jsonl(
      { id: "ann", user: "Hi.", expect: { tool_calls: ["add", "look", "wait"] } },
      { id: "bob", user: "Bye.", expect: { tool_calls: [] } },
    ),
  });
  const model = await startStandIn(({ body }) =>
    body.messages.at(-1)?.role === "tool" || body.messages.at(-1)?.content === "Bye."
      ? { say: "Done." }
      : { calls: [{ name: "add" }, { name: "look" }, { name: "wait" }] },
  );
  const { code, stderr } = await project.swarmEval(
    ["run", "evals/shop.jsonl", "--traffic", "record"],
    {
      OPENAI_BASE_URL: model.baseUrl,
    },
  );
  await model.close();
  expect(code).toBe(0);
  const refused = ["a child process (server.cjs)", "a worker thread"].flatMap((requester) =>
    [`http://127.0.0.1:${port}`, `127.0.0.1:${port}`].map((to) => `${to}, wanted by ${requester}`),
  );
  for (const each of refused) expect(stderr).toContain(`a connection to ${each}, was refused`);
  const replayed = await project.swarmEval(["run", "evals/shop.jsonl", "--reporter", "html"]);
  expect(replayed).toMatchObject({ code: 0, stderr: expect.stringContaining(stderr) });
  const { cases } = JSON.parse(project.read("reports/shop.json")) as {
    cases: { trials: { refused?: string[]; tool_calls: { result: string }[] }[] }[];
  };
  expect(cases.map(({ trials }) => trials[0]?.refused)).toEqual([refused, undefined]);
  expect(project.read("reports/shop.html")).toContain("Refused connections");
  const results = cases[0]?.trials[0]?.tool_calls.map(({ result }) => result) ?? [];
  expect(results[0]).toBe("42\n");
  expect(results[1]).toContain("wanted by a child process (server.cjs), was refused");
  expect(reached).toBe(0);
});
