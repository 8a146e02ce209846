import { describe, expect, it, onTestFinished } from "vitest";
import { jsonl, newProject, type Finished } from "../../support/project.ts";
import { startStandIn, type StandInReply, type StandInRequest } from "../../support/stand-in.ts";

const DESK = `
import { Agent, Result } from "swarm-eval";
export default ({ world = {} }) => {
  const orders = { A7: "delivered" };
  const refunds = new Agent({
    name: "Refunds",
    instructions: "Refund orders.",
    functions: [function refund(order: string) { orders[order] = "refunded"; return \`\${order} is refunded.\`; }],
  });
  const triage = new Agent({
    name: "Triage",
    instructions: "Hand refunds over.",
    functions: [function transferToRefunds() { return refunds; }],
  });
  return { agent: triage, state: () => orders };
};`;

const CASE = {
  id: "refund",
  turns: [
    { user: "I want my money back.", expect: { handoffs: ["Refunds"] } },
    { user: "It is order A7.", expect: { tool_calls: [{ name: "refund", arguments: { order: "A7" } }] } },
  ],
  expect: { state: { A7: "refunded" } },
};

/** A provider whose small model forgets to refund in two of three trials, and which counts what each model was asked. */
function provider() {
  let asked = 0;
  return ({ body }: StandInRequest): StandInReply => {
    const { model, messages, tools = [] } = body;
    const last = messages.at(-1);
    const has = (name: string): boolean => tools.some(({ function: tool }) => tool.name === name);
    if (has("transferToRefunds")) return { calls: [{ name: "transferToRefunds", arguments: {} }] };
    if (last?.role === "tool" && last.content?.includes("refunded") === true)
      return { say: "Done." };
    if (!messages.some(({ content }) => content?.includes("A7") === true))
      return { say: "Which order is it?" };
    if (model === "gpt-5.4-mini" && asked++ % 3 > 0) return { say: "I will see to it." };
    return { calls: [{ name: "refund", arguments: { order: "A7" } }] };
  };
}

async function desk(...cases: readonly object[]) {
  const files = { "evals/desk.ts": DESK, "evals/desk.jsonl": jsonl(...cases) };
  const project = newProject(files);
  const server = await startStandIn(provider());
  onTestFinished(() => server.close());
  const swarmEval = (...args: string[]): Promise<Finished> =>
    project.swarmEval(args, { OPENAI_BASE_URL: server.baseUrl });
  const recorded = await swarmEval("run", "evals/desk.jsonl", "--traffic", "record");
  expect({ code: recorded.code, stderr: recorded.stderr }).toEqual({ code: 0, stderr: "" });
  server.requests.length = 0;
  const fork = (...flags: string[]): Promise<Finished> =>
    swarmEval("fork", "refund", "evals/desk.jsonl", ...flags);
  return { project, requests: server.requests as StandInRequest[], fork };
}

describe("fork", () => {
  it("asks the network from its step on, and compares the ways from the same state", async () => {
    const { fork, requests } = await desk(CASE);
    const forked = await fork("--at", "2", "--trials", "12", "--model-override", "gpt-5.4-mini");
    console.log(forked.stdout, forked.stderr);
    expect(forked.code).toBe(0);
    console.log(requests.length);
  });
});
