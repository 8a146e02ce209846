import { expect, it } from "vitest";
import { Agent, Result, type AgentFunction } from "../../src/index.ts";
import { answers, calls, play } from "./play.ts";

const refunds = new Agent({ name: "Refunds", instructions: "You refund.", model: "gpt-5.4-mini" });
const sales = new Agent({ name: "Sales", instructions: "You sell.", functions: [lookUp] });
const transferToRefunds = (): Agent => refunds;
const transferToSales = (): Agent => sales;

function lookUp(): string {
  return "found by Sales";
}

function triage(...functions: readonly AgentFunction[]): Agent {
  return new Agent({ name: "Triage", instructions: "You triage.", functions });
}

it("hands off to the agent that a function returns, and tells the model its name", async () => {
  const played = await play(triage(transferToRefunds), [calls("transferToRefunds"), "Refunded."]);
  expect(played.response.agent).toBe(refunds);
  expect(answers(played)).toEqual(['{"assistant":"Refunds"}']);
  expect(played.response.messages.map(({ sender }) => sender)).toEqual([
    "Triage",
    undefined,
    "Refunds",
  ]);
  expect(played.steps.map(({ type, agent }) => `${agent}: ${type}`)).toEqual([
    "Triage: reply",
    "Triage: tool_call",
    "Triage: tool_result",
    "Triage: handoff",
    "Refunds: reply",
  ]);
});

it("sends only the active agent's instructions, model and functions, before an unchanged history", async () => {
  const { requests } = await play(triage(transferToSales), [calls("transferToSales"), "Buy!"]);
  expect(requests[0]).toMatchObject({
    model: "gpt-5.4",
    messages: [
      { role: "system", content: "You triage." },
      { role: "user", content: "Hi" },
    ],
    tools: [{ function: { name: "transferToSales" } }],
  });
  expect(requests[1]).toMatchObject({
    model: "gpt-5.4",
    messages: [
      { role: "system", content: "You sell." },
      { role: "user", content: "Hi" },
      { role: "assistant", tool_calls: [{ function: { name: "transferToSales" } }] },
      { role: "tool", content: '{"assistant":"Sales"}' },
    ],
    tools: [{ function: { name: "lookUp" } }],
  });
});

it("asks each agent's own model, unless modelOverride names one for all", async () => {
  const script = [calls("transferToRefunds"), "Refunded."];
  const own = await play(triage(transferToRefunds), script);
  expect(own.requests.map(({ model }) => model)).toEqual(["gpt-5.4", "gpt-5.4-mini"]);
  const overridden = await play(triage(transferToRefunds), script, { modelOverride: "o9" });
  expect(overridden.requests.map(({ model }) => model)).toEqual(["o9", "o9"]);
  expect(overridden.steps.flatMap((step) => (step.type === "reply" ? [step.model] : []))).toEqual([
    "o9",
    "o9",
  ]);
});

it("goes to the last agent where one message hands off to several", async () => {
  const played = await play(triage(transferToRefunds, transferToSales), [
    calls("transferToRefunds", "transferToSales"),
    "Buy!",
  ]);
  expect(played.response.agent).toBe(sales);
  expect(answers(played)).toEqual(['{"assistant":"Refunds"}', '{"assistant":"Sales"}']);
  expect(played.steps.filter(({ type }) => type === "handoff")).toEqual([
    { type: "handoff", agent: "Triage", to: "Sales" },
  ]);
});

it("runs the calls after a handoff against the agent that made them", async () => {
  const own = function lookUp(): string {
    return "found by Triage";
  };
  const played = await play(triage(transferToSales, own), [
    calls("transferToSales", "lookUp"),
    "Buy!",
  ]);
  expect(answers(played)).toEqual(['{"assistant":"Sales"}', "found by Triage"]);
});

it("does not know the functions of an agent that the same message hands off to", async () => {
  const played = await play(triage(transferToSales), [calls("transferToSales", "lookUp"), "Buy!"]);
  expect(answers(played)).toEqual(['{"assistant":"Sales"}', "Error: Tool lookUp not found."]);
});

it("hands off by a Result, with an answer and context variables of its own", async () => {
  const escalate = (): Result =>
    new Result({ value: "One moment.", agent: refunds, contextVariables: { angry: true } });
  const played = await play(triage(escalate), [calls("escalate"), "Refunded."]);
  expect(answers(played)).toEqual(["One moment."]);
  expect(played.response).toMatchObject({ agent: refunds, contextVariables: { angry: true } });
});

it("lets two agents hand off to each other", async () => {
  const ping = new Agent({ name: "Ping" });
  const pong = new Agent({ name: "Pong" });
  ping.functions = [
    function toPong() {
      return pong;
    },
  ];
  pong.functions.push(function toPing() {
    return ping;
  });
  const played = await play(ping, [calls("toPong"), calls("toPing"), calls("toPong"), "Done."]);
  expect(played.response.agent).toBe(pong);
  expect(played.steps.flatMap((step) => (step.type === "handoff" ? [step.to] : []))).toEqual([
    "Pong",
    "Ping",
    "Pong",
  ]);
});

it("takes an agent's list of functions as its own, so that changing one changes no other", () => {
  const functions = [transferToSales];
  const first = new Agent({ functions });
  first.functions.push(transferToRefunds);
  expect(functions).toEqual([transferToSales]);
});

/** What another copy of the package would have made. */
function foreign<T extends object>(own: T, mark: string): T {
  return Object.assign(Object.create({ [Symbol.for(mark)]: true }) as T, own);
}

it("recognises agents and results of another copy of the package", async () => {
  const agent = foreign(new Agent({ name: "Foreign" }), "swarm-eval.agent");
  const result = foreign(new Result({ value: "One moment.", agent }), "swarm-eval.result");
  const toForeign = (): Agent => agent;
  const escalate = (): Result => result;
  const played = await play(triage(toForeign, escalate), [
    calls("toForeign", "escalate"),
    "Hello.",
  ]);
  expect(answers(played)).toEqual(['{"assistant":"Foreign"}', "One moment."]);
  expect(played.response.agent).toBe(agent);
});

it("takes nothing for the value of a Result that has none", () => {
  expect(new Result()).toMatchObject({ value: "", agent: undefined, contextVariables: {} });
});
