import { expect, it, onTestFinished } from "vitest";
import type { SuiteResult } from "../../../src/results/result.ts";
import { jsonl, newProject, type Project } from "../../support/project.ts";
import { startStandIn } from "../../support/stand-in.ts";

const AGENTS = `
import { Agent } from "swarm-eval";
export default new Agent({ name: "Clerk" });
`;
const BRINGING_A_CLIENT = `
import { createRequire } from "node:module";
import { Agent } from "swarm-eval";
const { OpenAI } = createRequire(import.meta.resolve("swarm-eval"))("openai");
export default () => {
  const client = new OpenAI({ apiKey: "none", baseURL: process.env.OPENAI_BASE_URL });
  return new Agent({ name: "Clerk", client });
};
`;
const CASE = jsonl({ id: "one", user: "One?", stream: true, expect: { tool_calls: [] } });
const TAPE = "fixtures/clerk/one.1.stream.jsonl";

/** Plays the case against a provider whose stream says this and ends. */
async function run(project: Project, mode: string, said = "") {
  const headers = { "content-type": "text/event-stream" };
  const server = await startStandIn(() => ({ raw: said, headers }));
  onTestFinished(() => server.close());
  const { code, stdout, stderr } = await project.swarmEval(
    ["run", "evals/clerk.jsonl", "--json", "--traffic", mode],
    { OPENAI_BASE_URL: server.baseUrl },
  );
  if (!stdout.startsWith("{")) throw new Error(`${code}: ${stderr}`);
  const result = JSON.parse(stdout) as SuiteResult;
  return { code, requests: server.requests.length, trial: result.cases[0]?.trials[0] };
}

const chunk = (delta: object, more: object = {}): string =>
  `data: ${JSON.stringify({ choices: [{ index: 0, delta, ...more }] })}\n\n`;
const ONE = chunk({ content: "One" });
const DONE = "data: [DONE]\n\n";
const USAGE = 'data: {"choices":[],"usage":{"prompt_tokens":5,"completion_tokens":1}}\n\n';
const CALL = chunk({
  tool_calls: [{ index: 0, id: "a", function: { name: "act", arguments: "" } }],
});

it.each<[string, string, string, string]>([
  ["half a reply", AGENTS, ONE, "[DONE]"],
  ["a call", AGENTS, CALL, "[DONE]"],
  ["an empty finish reason", AGENTS, chunk({ content: "One" }, { finish_reason: "" }), "[DONE]"],
  ["its usage", AGENTS, ONE + USAGE, "[DONE]"],
  ["half a reply, to a client of the agent's own", BRINGING_A_CLIENT, ONE, "a closing usage"],
])("errs where a stream breaks off after %s, and keeps no such tape as good", async (...row) => {
  const [, agents, said, neither] = row;
  const project = newProject({ "evals/clerk.ts": agents, "evals/clerk.jsonl": CASE });
  const message = `UnusableReplyError: The provider's stream broke off: it ended with neither a finish_reason nor ${neither}.`;
  const errored = { code: 4, trial: { verdict: "errored", error: { kind: "api", message } } };
  expect(await run(project, "record", said)).toMatchObject(errored);
  expect(project.read(TAPE)).toContain('"outcome":"errored"');
  expect(await run(project, "replay")).toMatchObject({ ...errored, requests: 0 });

  const whole = chunk({ content: "One." }, { finish_reason: "stop" });
  expect(await run(project, "record", whole)).toMatchObject({ code: 0, requests: 1 });
  const good = project.read(TAPE);
  expect(good).not.toContain("errored");
  project.write("evals/clerk.jsonl", CASE.replace("One?", "One, please?"));
  expect(await run(project, "update", said)).toMatchObject(errored);
  expect(project.read(TAPE)).toBe(good);
});

it.each<[string, string, string]>([
  ["a finish reason and no [DONE]", AGENTS, chunk({ content: "One" }, { finish_reason: "stop" })],
  ["[DONE] and no finish reason", AGENTS, ONE + DONE],
  ["[DONE], whatever comes after it", AGENTS, ONE + DONE + ONE],
  ["its usage, to a client of the agent's own", BRINGING_A_CLIENT, ONE + USAGE + DONE],
])("takes a stream for whole that ends with %s", async (_, agents, said) => {
  const project = newProject({ "evals/clerk.ts": agents, "evals/clerk.jsonl": CASE });
  const passed = { code: 0, trial: { verdict: "passed", error: null } };
  expect(await run(project, "record", said)).toMatchObject(passed);
  expect(await run(project, "replay")).toMatchObject({ ...passed, requests: 0 });
});
