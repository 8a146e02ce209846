import { once } from "node:events";
import type { Readable } from "node:stream";
import { expect, it } from "vitest";
import type { SuiteResult } from "../../../src/results/result.ts";
import { jsonl, newProject, type Project } from "../../support/project.ts";

/** Answers in the process itself: a tool that blocks would let no request through. */
const CLIENT = `
const client = { chat: { completions: { create: async ({ messages }) => {
  const { role, content } = messages.at(-1);
  const [name, mood] = content.split(" ");
  const message = role === "tool" || mood === undefined
    ? { role: "assistant", content }
    : { role: "assistant", content: null, tool_calls: [{ id: "call_1", type: "function", function: { name, arguments: JSON.stringify({ mood }) } }] };
  return { choices: [{ message }] };
} } } };`;

const AGENTS = `import { Agent, tool } from "swarm-eval";
async function wait(mood: string) {
  await new Promise((done) => setTimeout(done, 5));
  if (mood === "bad") process.stderr.write("blocks");
  while (mood === "bad");
  return mood;
}
function match(mood: string) {
  return /^(a+)+$/.test(mood === "bad" ? "a".repeat(50) + "!" : "a") ? "good" : "";
}
${CLIENT}
const parameters = { type: "object", properties: { mood: { type: "string" } } };
const functions = [wait, match].map((execute) =>
  tool({ name: execute.name, parameters, execute: ({ mood }) => execute(mood) }));
export default () => new Agent({ name: "Desk", client, functions });
`;

function shop(...users: readonly string[]): Project {
  const cases = users.map((user) => ({ id: user, user, expect: { output: { contains: "good" } } }));
  return newProject({ "evals/shop.ts": AGENTS, "evals/shop.jsonl": jsonl(...cases) });
}

const PLAY = ["run", "evals/shop.jsonl", "--traffic", "live", "--timeout", "1200"];

it("ends a trial whose code never gives way, says where that is, and plays all others", async () => {
  const project = shop("good", "wait bad", "wait good", "match bad", "match good");
  const { code, stdout, stderr } = await project.start([...PLAY, "--json"]).finished;
  const { cases } = JSON.parse(stdout) as SuiteResult;
  const took = (what: string): string =>
    `The trial took longer than 1200 ms: the tool ${what}, so that nothing else could go on. Look for a loop that does not end.`;
  expect(cases.map(({ trials: [trial] }) => trial?.error?.message ?? trial?.verdict)).toEqual([
    "passed",
    took("wait of Desk in turn 1 blocked the process (evals/shop.ts:5:3)"),
    "passed",
    took("match of Desk in turn 1 blocked the process (evals/shop.ts:9:20)"),
    "passed",
  ]);
  expect(stderr.match(/The others are played in a new process/g)).toHaveLength(2);
  expect(stderr).not.toContain("debugger");
  expect(code).toBe(4);
});

it("plays no suite again that had ended, and tells of each once", async () => {
  const project = shop("good", "match good");
  const blocking = { id: "blocks", user: "wait bad", expect: { output: { contains: "good" } } };
  project.write("evals/other.jsonl", jsonl(blocking, { ...blocking, id: "goes on", user: "good" }));
  project.write("evals/other.ts", AGENTS);
  const suites = ["evals/shop.jsonl", "evals/other.jsonl"];
  const { code, stdout } = await project.start(["run", ...suites, ...PLAY.slice(2)]).finished;
  expect(stdout.match(/^evals\/shop\.jsonl$/gm)).toHaveLength(1);
  expect(stdout).toContain("2 passed ·");
  expect(stdout).toContain("1 passed, 1 errored");
  expect(stdout).toMatch(
    /1 of 2 suites passed\n {2}evals\/other\.jsonl {2}1 passed, 1 errored: exit 4/,
  );
  expect(code).toBe(4);
});

it.each(["SIGINT", "SIGTERM"] as const)("is ended by %s while code blocks it", async (signal) => {
  const project = shop("wait bad");
  const { child, finished } = project.start([...PLAY.slice(0, -1), "600000"]);
  await once(child.stderr as Readable, "data");
  // The first may come before the process lets signals through.
  const knocking = setInterval(() => child.kill(signal), 100);
  await finished;
  clearInterval(knocking);
  expect(child.signalCode).toBe(signal);
});

it("asks nothing again that had finished in the suite", async () => {
  const project = shop("good 1", "wait bad", "good 2", "good 3");
  const asked = `appendFileSync("asked", content + "\\n");`;
  const agents = AGENTS.replace("const [name, mood]", `${asked}\n  const [name, mood]`);
  project.write("evals/shop.ts", `import { appendFileSync } from "node:fs";\n${agents}`);
  const { stderr } = await project.start([...PLAY, "--concurrency", "2"]).finished;
  expect(stderr.match(/played in a new process/g)).toHaveLength(1);
  const words = project.read("asked").trim().split("\n").sort();
  expect(words.filter((word) => word.startsWith("good"))).toEqual(["good 1", "good 2", "good 3"]);
});

it("ends a process that code blocks which is no JavaScript, and says what ran", async () => {
  const endless = 'crypto.pbkdf2Sync("a", "b", 2 ** 31 - 1, 64, "sha512");';
  const project = shop("match bad");
  project.write(
    "evals/shop.ts",
    AGENTS.replace("return /^(a+)+$/", `if (mood === "bad") ${endless} return /^(a+)+$/`).replace(
      "import",
      'import crypto from "node:crypto";\nimport',
    ),
  );
  const { child, finished } = project.start([...PLAY.slice(0, -1), "100"]);
  const { stderr } = await finished;
  expect(stderr).toContain("blocked by code that is not JavaScript and cannot be stopped");
  expect(stderr).toContain("Running longest: trial 1 of match bad.");
  expect(child.signalCode).toBe("SIGKILL");
});
