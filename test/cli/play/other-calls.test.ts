import { expect, it, onTestFinished } from "vitest";
import type { SuiteResult } from "../../../src/results/result.ts";
import { jsonl, newProject, type Project } from "../../support/project.ts";
import { startStandIn, type StandIn, type StandInReply } from "../../support/stand-in.ts";
import { unpackedPage } from "../../reports/unpacked-page.ts";

const AGENTS = `
import { Agent, tool } from "swarm-eval";
const query = tool({
  name: "query",
  parameters: { type: "object", properties: { sql: { type: "string" } }, required: ["sql"] },
  execute: ({ sql }) => "ran " + sql,
});
export default new Agent({ name: "Clerk", functions: [query] });
`;
const CALLS = {
  custom: {
    tool_calls: [{ id: "c1", type: "custom", custom: { name: "query", input: "SELECT 1" } }],
  },
  old: { function_call: { name: "query", arguments: '{"sql":"SELECT 1"}' } },
} as const;

function completion(message: object): StandInReply {
  const reply = { role: "assistant", content: null, ...message };
  return { raw: JSON.stringify({ choices: [{ message: reply }] }) };
}

async function run(project: Project, flags: readonly string[], server?: StandIn) {
  const environment = server === undefined ? {} : { OPENAI_BASE_URL: server.baseUrl };
  const args = ["run", "evals/clerk.jsonl", "--json", ...flags];
  const { code, stdout, stderr } = await project.swarmEval(args, environment);
  if (!stdout.startsWith("{")) throw new Error(`${code}: ${stderr}`);
  const result = JSON.parse(stdout) as SuiteResult;
  return { code, stderr, trial: result.cases[0]?.trials[0] };
}

it.each([
  ["custom", "SELECT 1"],
  ["old", { sql: "SELECT 1" }],
] as const)("records a call, replays it and shows it: %s", async (kind, args) => {
  const expected = { tool_calls: [{ name: "query", arguments: args }], output: { equals: "One." } };
  const project = newProject({
    "evals/clerk.ts": AGENTS,
    "evals/clerk.jsonl": jsonl({ id: "one", user: "One?", expect: expected }),
  });
  const server = await startStandIn(({ index }) =>
    index === 0 ? completion(CALLS[kind]) : { say: "One." },
  );
  onTestFinished(() => server.close());
  const recorded = await run(project, ["--traffic", "record"], server);
  expect(recorded).toMatchObject({ code: 0, trial: { verdict: "passed" } });
  const [call, answer] = server.requests[1]?.body.messages.slice(-2) ?? [];
  expect(call).toEqual({ role: "assistant", content: null, ...CALLS[kind] });
  expect(answer).toEqual({
    content: "ran SELECT 1",
    ...(kind === "custom"
      ? { role: "tool", tool_call_id: "c1" }
      : { role: "function", name: "query" }),
  });

  const blessing = ["--baseline", "baseline.json", "--bless"];
  expect(await run(project, blessing)).toMatchObject({ code: 0, trial: { verdict: "passed" } });
  expect(project.read("baseline.json")).toContain("SELECT 1");
  const gated = await run(project, ["--baseline", "baseline.json", "--reporter", "html"]);
  expect(gated).toMatchObject({ code: 0, trial: { verdict: "passed" } });
  expect(unpackedPage(project.read("reports/clerk.html"))).toContain("SELECT 1");

  project.write(
    "evals/clerk.jsonl",
    jsonl({ id: "one", user: "One?", expect: { output: { equals: "Two." } } }),
  );
  const { code } = await run(project, []);
  expect(code).toBe(1);
  const shown = await project.swarmEval(["report", "reports/clerk.json", "--reporter", "table"]);
  expect(shown.stdout).toMatch(/Clerk calls query\(.*SELECT 1.*\)\n.*ran SELECT 1/);
});
