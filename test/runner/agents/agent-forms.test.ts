import { expect, it } from "vitest";
import { AgentForms } from "../../../src/runner/agents/agent-forms.ts";
import { Agent, type AgentOptions } from "../../../src/swarm/agent/agent.ts";
import { tool } from "../../../src/swarm/agent/tool.ts";

const refund = (description: string, execute: () => string) =>
  tool({ name: "refund", description, execute });
const pay = () => "paid";

const made = (parts: AgentOptions = {}) =>
  new Agent({ name: "Triage", functions: [refund("Refunds.", pay)], ...parts });

function forms(...agents: readonly Agent[]): Record<string, readonly string[]> {
  const seen = new AgentForms();
  for (const agent of agents) seen.agentAsked({}, agent);
  return seen.result();
}

it("recognizes an agent that was made again", () => {
  expect(forms(made(), made())).toEqual(forms(made()));
  expect(forms(made())["Triage"]).toHaveLength(1);
});

it.each<[sentence: string, Agent]>([
  ["another model", made({ model: "o3" })],
  ["other instructions", made({ instructions: "Be kind." })],
  ["instructions by a function", made({ instructions: () => "You are a helpful agent." })],
  ["another description of a tool", made({ functions: [refund("Pays back.", pay)] })],
  ["another body of a tool", made({ functions: [refund("Refunds.", () => "refused")] })],
  ["no tools", made({ functions: [] })],
  ["a tool that it must call", made({ toolChoice: "required" })],
  ["another tool that it must call", made({ toolChoice: { type: "function" } })],
  ["one call at a time", made({ parallelToolCalls: false })],
])("tells apart an agent with %s", (_, other) => {
  expect(forms(other)["Triage"]).not.toEqual(forms(made())["Triage"]);
  expect(forms(made(), other)["Triage"]).toHaveLength(2);
});

it("lists agents by name and forms in an order of their own, whatever was seen first", () => {
  const [one, other] = [made(), made({ model: "o3" })];
  const sales = new Agent({ name: "Sales" });
  expect(JSON.stringify(forms(one, other, sales))).toBe(JSON.stringify(forms(sales, other, one)));
});

it("tells nothing of an agent that is made anew each time", () => {
  const agents = Array.from({ length: 17 }, (_, minute) =>
    made({ instructions: `It is 12:${minute}.` }),
  );
  expect(forms(...agents.slice(1))["Triage"]).toHaveLength(16);
  expect(forms(...agents)["Triage"]).toEqual([]);
});
