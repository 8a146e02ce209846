import { describe, expect, it } from "vitest";
import type { SuiteResult } from "../../src/results/result.ts";
import { jsonl, newProject } from "../support/project.ts";

/** A desk with a tool of each kind, played without a server. */
const DESK = `
import { Agent, Result, scriptedClient, tool } from "swarm-eval";

export default () => {
  const seen = [];
  function search(query: string, limit = 3, contextVariables: Record<string, unknown> = {}) {
    seen.push(query);
    return new Result({ value: "none", contextVariables: { lastQuery: query } });
  }
  const book = tool({
    name: "book",
    parameters: {
      type: "object",
      properties: {
        guest: { type: "object", properties: { name: { type: "string" } }, additionalProperties: false },
        extras: { type: "object", properties: { meal: { type: "string" } } },
      },
    },
    execute: () => "booked",
  });
  const client = scriptedClient([{ toolCalls: [{ name: "search", arguments: { query: "x" } }] }, "None."]);
  const agent = new Agent({ name: "Desk", functions: [search, book], client });
  return { agent, state: () => ({ seen, orders: { "A-1": "paid" } }) };
};
`;

const unchanged = { $unchanged: true };
const absent = { $absent: true };

async function warned(agents: string, line: object, ...flags: string[]) {
  const project = newProject({ "evals/desk.ts": agents, "evals/desk.jsonl": jsonl(line) });
  const validated = await project.swarmEval(["validate", "evals/desk.jsonl", ...flags]);
  const run = await project.swarmEval(["run", "evals/desk.jsonl", "--json", ...flags]);
  const result = JSON.parse(run.stdout) as SuiteResult;
  return { validated, run, result };
}

describe("keys that were never there", () => {
  const line = {
    id: "a",
    context_variables: { customer: "Ann" },
    user: "Look for x.",
    expect: {
      context_variables: { custmer: unchanged, lastQuery: { $any: true }, refunded: absent },
      state: { seenn: unchanged, orders: { "A-2": absent, "A-1": unchanged } },
    },
  };

  it("are told by validate and run, with what was probably meant", async () => {
    const { validated, run, result } = await warned(DESK, line);
    expect(validated.stderr).toMatchInlineSnapshot(`
      "evals/desk.jsonl:1:102: warning: nothing is known to set a context variable "custmer". Did you mean "customer"?
      evals/desk.jsonl:1:158: warning: nothing is known to set a context variable "refunded".
      evals/desk.jsonl:1:196: warning: state never had seenn. Did you mean "seen"?
      "
    `);
    expect(run.stderr).toBe(validated.stderr);
    expect([validated.code, run.code]).toEqual([0, 0]);
    const [check] = result.cases[0]?.trials[0]?.checks ?? [];
    expect(check).toMatchObject({
      reason: 'context_variables: {"lastQuery":"x"}; not there before or after: custmer, refunded',
      never_there: [["custmer"], ["refunded"]],
    });
  });

  it("are none if a function sets them, a case begins with them, or only an id is new", async () => {
    const quiet = DESK.replace(/const client = .*/, 'const client = scriptedClient(["Hi."]);');
    const expected = {
      context_variables: { lastQuery: absent, customer: unchanged },
      state: { orders: { "A-2": absent } },
    };
    const { validated, run } = await warned(quiet, { ...line, expect: expected }, "--strict");
    expect([validated, run]).toMatchObject([
      { code: 0, stderr: "" },
      { code: 0, stderr: "" },
    ]);
  });

  it("make a strict run and a strict validation fail", async () => {
    const { validated, run } = await warned(DESK, line, "--strict");
    expect([validated.code, run.code]).toEqual([2, 2]);
  });
});

it("finds arguments that a tool does not take, also deeper down where its schema is closed", async () => {
  const calls = [
    { name: "search", arguments: { qurey: "x", limit: 3 } },
    { name: "book", arguments: { $partial: { guest: { nmae: "Ann" }, extras: { drink: "tea" } } } },
    { name: "search", arguments: { queery: "x" }, error: true },
  ];
  const tool_calls = { mode: "subset", calls };
  const { validated, run } = await warned(DESK, { id: "a", user: "Hi.", expect: { tool_calls } });
  expect(validated.stderr).toMatchInlineSnapshot(`
    "evals/desk.jsonl:1:103: warning: search takes no argument that is called "qurey". Did you mean "query"?
    evals/desk.jsonl:1:176: warning: book takes nothing in guest that is called "nmae". Did you mean "name"?
    "
  `);
  expect(run.stderr).toBe(validated.stderr);
});

it("tells of two different agents that can be reached by one name, where a case names it", async () => {
  const agents = (first: string) => `
import { Agent, scriptedClient } from "swarm-eval";
const client = scriptedClient([
  { toolCalls: [{ name: "toBilling" }] }, { toolCalls: [{ name: "toSupport" }] }, "Hello.",
]);
const billing = new Agent({ name: "Support", instructions: "Bills.", client, functions: [toSupport] });
const support = new Agent({ name: "Support", instructions: "Repairs.", client });
function toBilling() { return ${first}; }
function toSupport() { return support; }
export default new Agent({ name: "Desk", client, functions: [toBilling, toSupport] });
`;
  const line = { id: "a", user: "Hi.", expect: { agent: "Support" } };
  const { validated, run } = await warned(agents("billing"), line);
  expect(validated.stderr).toMatchInlineSnapshot(`
    "evals/desk.jsonl:1:42: warning: two different agents are called "Support", and nobody could tell which is meant. Give each its own name.
    "
  `);
  expect(run.stderr).toBe(validated.stderr);
  expect(run.code).toBe(0);
});
