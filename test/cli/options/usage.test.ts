import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { jsonl, newProject } from "../../support/project.ts";
import { startStandIn } from "../../support/stand-in.ts";
import { GREETING, SHOP, shopModel } from "../shop.ts";

const CASES = jsonl(GREETING);

/** What each of these says to whoever wrote it; all exit 2, and write nothing. */
const REFUSALS: readonly (readonly [
  string,
  Readonly<Record<string, string>>,
  readonly string[],
])[] = [
  ["no case file of that name", {}, ["run", "evals/shop.jsonl"]],
  [
    "a directory",
    { "evals/shop.ts": SHOP, "evals/shop.jsonl": CASES },
    ["run", "evals", "--agents", "evals/shop.ts"],
  ],
  ["a directory that has no neighbour", { "evals/shop.jsonl": CASES }, ["run", "evals"]],
  [
    "the same suite twice",
    { "evals/shop.ts": SHOP, "evals/shop.jsonl": CASES },
    ["run", "evals/shop.jsonl", "evals/shop.jsonl"],
  ],
  ["no agents module beside the cases", { "evals/shop.jsonl": CASES }, ["run", "evals/shop.jsonl"]],
  [
    "no agents module of that name",
    { "evals/shop.jsonl": CASES },
    ["run", "evals/shop.jsonl", "--agents", "agents/shop.ts"],
  ],
  [
    "an agents module with a syntax error",
    { "evals/shop.ts": "export default {\n  name: 'x',,\n};", "evals/shop.jsonl": CASES },
    ["run", "evals/shop.jsonl"],
  ],
  [
    "an agents module that throws",
    {
      "evals/shop.ts": "const settings = undefined;\nexport default settings.agent;",
      "evals/shop.jsonl": CASES,
    },
    ["run", "evals/shop.jsonl"],
  ],
  [
    "an agents module that imports what is not there",
    {
      "evals/shop.ts": 'import { bookings } from "./bookings.ts";\nexport default bookings;',
      "evals/shop.jsonl": CASES,
    },
    ["run", "evals/shop.jsonl"],
  ],
  [
    "an agents module that asks the network as it is loaded",
    {
      "evals/shop.ts": 'await fetch("http://127.0.0.1:8765/rates");\nexport default () => {};',
      "evals/shop.jsonl": CASES,
    },
    ["run", "evals/shop.jsonl"],
  ],
  [
    "an agents module without an agent",
    { "evals/shop.ts": "export const agents = [];", "evals/shop.jsonl": CASES },
    ["run", "evals/shop.jsonl"],
  ],
  [
    "a factory that returns something else",
    { "evals/shop.ts": "export default () => ({ agents: [] });", "evals/shop.jsonl": CASES },
    ["run", "evals/shop.jsonl"],
  ],
  [
    "two agents of one name",
    {
      "evals/shop.ts":
        'import { Agent } from "swarm-eval";\nexport const other = new Agent({ name: "Clerk" });\nexport default new Agent({ name: "Clerk" });',
      "evals/shop.jsonl": CASES,
    },
    ["run", "evals/shop.jsonl"],
  ],
  [
    "a case that starts at an agent that is not there",
    { "evals/shop.ts": SHOP, "evals/shop.jsonl": jsonl({ ...GREETING, agent: "Refund" }) },
    ["run", "evals/shop.jsonl"],
  ],
  [
    "a case that expects a state where there is none",
    {
      "evals/shop.ts": 'import { Agent } from "swarm-eval";\nexport default new Agent();',
      "evals/shop.jsonl": jsonl({ id: "a", user: "Hi!", expect: { state: { orders: {} } } }),
    },
    ["run", "evals/shop.jsonl"],
  ],
  [
    "an empty case file",
    { "evals/shop.ts": SHOP, "evals/shop.jsonl": "\n\n" },
    ["run", "evals/shop.jsonl"],
  ],
  [
    "a pattern that matches no case",
    { "evals/shop.ts": SHOP, "evals/shop.jsonl": CASES },
    ["run", "evals/shop.jsonl", "-t", "refund", "--tag", "talk"],
  ],
  [
    "two patterns",
    { "evals/shop.ts": SHOP, "evals/shop.jsonl": CASES },
    ["run", "evals/shop.jsonl", "-t", "refund", "-t", "greet"],
  ],
  [
    "a pattern that all but matches an id",
    { "evals/shop.ts": SHOP, "evals/shop.jsonl": CASES },
    ["run", "evals/shop.jsonl", "-t", "^greetign$"],
  ],
  [
    "a pattern that matches in another case",
    { "evals/shop.ts": SHOP, "evals/shop.jsonl": CASES },
    ["run", "evals/shop.jsonl", "-t", "Greet"],
  ],
  [
    "a tag that no case has",
    {
      "evals/shop.ts": SHOP,
      "evals/shop.jsonl": jsonl(GREETING, { ...GREETING, id: "hi", tags: ["money"] }),
    },
    ["run", "evals/shop.jsonl", "--tag", "nosuch"],
  ],
  [
    "a tag where there is none",
    { "evals/shop.ts": SHOP, "evals/shop.jsonl": jsonl({ ...GREETING, tags: [] }) },
    ["run", "evals/shop.jsonl", "--tag", "nosuch"],
  ],
  [
    "only skipped cases",
    { "evals/shop.ts": SHOP, "evals/shop.jsonl": jsonl({ ...GREETING, skip: "flaky" }) },
    ["run", "evals/shop.jsonl"],
  ],
  [
    "an only in CI",
    { "evals/shop.ts": SHOP, "evals/shop.jsonl": jsonl({ ...GREETING, only: true }) },
    ["run", "evals/shop.jsonl"],
  ],
  [
    "a case file whose name is mistyped",
    { "evals/shop.ts": SHOP, "evals/shop.jsonl": CASES },
    ["run", "evals/hsop.jsonl"],
  ],
  [
    "an agents module of another ending",
    { "evals/shop.mts": SHOP, "evals/shop.jsonl": CASES },
    ["chat", "evals/shop.ts"],
  ],
  [
    "an agents module in place of its cases",
    { "evals/shop.ts": SHOP, "evals/shop.jsonl": CASES },
    ["run", "evals/shop.ts"],
  ],
  [
    "two suites of one name",
    { "a/shop.ts": SHOP, "a/shop.jsonl": CASES, "b/shop.ts": SHOP, "b/shop.jsonl": CASES },
    ["run", "a/shop.jsonl", "b/shop.jsonl"],
  ],
  [
    "a reporter that there is none of",
    { "evals/shop.ts": SHOP, "evals/shop.jsonl": CASES },
    ["run", "evals/shop.jsonl", "--reporter", "tabel"],
  ],
  ["a flag that there is none of", {}, ["run", "evals/shop.jsonl", "--model", "gpt-5.4"]],
  ["a number that is none", {}, ["run", "evals/shop.jsonl", "--trials", "many"]],
  ["a mode that there is none of", {}, ["run", "evals/shop.jsonl", "--traffic", "playback"]],
  ["a shard beyond the last", {}, ["run", "evals/shop.jsonl", "--shard", "3/2"]],
  ["a command that there is none of", {}, ["rum", "evals/shop.jsonl"]],
  ["no command", {}, []],
];

it.each(REFUSALS)("refuses %s", async (_, files, args) => {
  const project = newProject(files);
  const { code, stderr, stdout } = await project.swarmEval(args, { CI: "true" });
  expect((stderr + stdout).replaceAll(project.directory, "/project")).toMatchSnapshot();
  expect(code).toBe(2);
  expect(existsSync(join(project.directory, "reports", "shop.json"))).toBe(false);
});

it("refuses to record where the recordings cannot be written, before anything is asked", async () => {
  const project = newProject({
    "evals/shop.ts": SHOP,
    "evals/shop.jsonl": CASES,
    fixtures: "a file",
  });
  const server = await startStandIn(shopModel);
  onTestFinished(() => server.close());
  const { code, stderr } = await project.swarmEval(
    ["run", "evals/shop.jsonl", "--traffic", "record"],
    { OPENAI_BASE_URL: server.baseUrl },
  );
  expect(stderr).toMatchInlineSnapshot(`
    "Recordings cannot be written to fixtures: EEXIST: file already exists, mkdir 'fixtures'
    "
  `);
  expect(code).toBe(2);
  expect(server.requests).toEqual([]);
});

it("refuses to run where the result cannot be written, before anything is asked", async () => {
  const project = newProject({
    "evals/shop.ts": SHOP,
    "evals/shop.jsonl": CASES,
    reports: "a file",
  });
  const server = await startStandIn(shopModel);
  onTestFinished(() => server.close());
  const { code, stderr } = await project.swarmEval(
    ["run", "evals/shop.jsonl", "--traffic", "live"],
    { OPENAI_BASE_URL: server.baseUrl },
  );
  expect(stderr).toMatchInlineSnapshot(`
    "Results cannot be written to reports: EEXIST: file already exists, mkdir 'reports'
    "
  `);
  expect(code).toBe(2);
  expect(server.requests).toEqual([]);
});

it.skipIf(!existsSync("/proc/self"))("does not hang where no directory can be made", async () => {
  const project = newProject({ "evals/shop.ts": SHOP, "evals/shop.jsonl": CASES });
  const { code, stderr } = await project.swarmEval([
    "run",
    "evals/shop.jsonl",
    "--output",
    "/proc/reports/today",
  ]);
  expect(stderr).toMatchInlineSnapshot(`
      "Results cannot be written to /proc/reports/today: ENOENT: no such file or directory, mkdir '/proc/reports'
      "
    `);
  expect(code).toBe(2);
});

it("prints help that names every command and exit code", async () => {
  const project = newProject({});
  const { code, stdout } = await project.start(["--help"]).finished;
  expect(stdout).toMatchSnapshot("swarm-eval");
  expect(code).toBe(0);
  expect((await project.swarmEval(["run", "--help"])).stdout).toMatchSnapshot("run");
});

it("prints its version", async () => {
  const project = newProject({});
  expect((await project.start(["--version"]).finished).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
});
