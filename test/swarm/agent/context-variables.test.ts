import { expect, it } from "vitest";
import { Agent, Result, tool, type AgentFunction } from "../../../src/index.ts";
import { answers, calls, play } from "../play.ts";

function agentWith(...functions: readonly AgentFunction[]): Agent {
  return new Agent({ name: "Clerk", functions });
}

const count = tool({
  name: "count",
  execute: (_args, { contextVariables }) =>
    new Result({
      value: contextVariables["count"],
      contextVariables: { count: Number(contextVariables["count"]) + 1 },
    }),
});

function put(name: string, contextVariables: Record<string, unknown>): AgentFunction {
  return tool({ name, execute: () => new Result({ contextVariables }) });
}

it("shows all calls of one message the variables as they stood when it arrived", async () => {
  const played = await play(agentWith(count), [calls("count", "count"), calls("count"), "Done."], {
    contextVariables: { count: 1 },
  });
  expect(answers(played)).toEqual(["1", "1", "2"]);
  expect(played.response.contextVariables).toEqual({ count: 3 });
});

it("merges the updates of one message afterwards, later ones winning", async () => {
  const agent = agentWith(put("one", { a: 1, b: 1 }), put("two", { b: 2, c: 2 }));
  const played = await play(agent, [calls("one", "two"), "Done."], { contextVariables: { d: 0 } });
  expect(played.response.contextVariables).toEqual({ a: 1, b: 2, c: 2, d: 0 });
  expect(played.steps.filter(({ type }) => type === "context_change")).toEqual([
    { type: "context_change", agent: "Clerk", changes: { a: 1, b: 2, c: 2 } },
  ]);
});

it("replaces a variable as a whole", async () => {
  const played = await play(agentWith(put("one", { cart: { tea: 1 } })), [calls("one"), "Done."], {
    contextVariables: { cart: { milk: 1 } },
  });
  expect(played.response.contextVariables).toEqual({ cart: { tea: 1 } });
});

it("injects contextVariables into a plain function, wherever the parameter stands, and hides it from the model", async () => {
  function greet(contextVariables: Record<string, unknown>, greeting = "Hello"): string {
    return `${greeting}, ${String(contextVariables["customer"])}`;
  }
  const played = await play(agentWith(greet), [calls(["greet", { greeting: "Bye" }]), "Done."], {
    contextVariables: { customer: "John" },
  });
  expect(answers(played)).toEqual(["Bye, John"]);
  expect(played.requests[0]?.tools?.[0]?.function.parameters["properties"]).toEqual({
    greeting: expect.objectContaining({ type: "string" }),
  });
});

it("gives them to instructions, which may be async", async () => {
  const agent = new Agent({
    instructions: async ({ customer }) => `Help ${String(await Promise.resolve(customer))}.`,
  });
  const { requests } = await play(agent, ["Hello."], { contextVariables: { customer: "John" } });
  expect(requests[0]?.messages[0]).toEqual({ role: "system", content: "Help John." });
});

it("gives instructions undefined for a variable that is missing", async () => {
  const agent = new Agent({ instructions: ({ customer = "somebody" }) => `Help ${customer}.` });
  const { requests } = await play(agent, ["Hello."]);
  expect(requests[0]?.messages[0]?.content).toBe("Help somebody.");
});

it("asks instructions again for every completion", async () => {
  const agent = agentWith(put("rename", { customer: "Jane" }));
  agent.instructions = ({ customer }) => `Help ${String(customer)}.`;
  const { requests } = await play(agent, [calls("rename"), "Done."], {
    contextVariables: { customer: "John" },
  });
  expect(requests.map(({ messages }) => messages[0]?.content)).toEqual([
    "Help John.",
    "Help Jane.",
  ]);
});

it("never changes what the caller gave, however deep", async () => {
  const messages = [{ role: "user", content: [{ type: "text", text: "Hi" }] }];
  const contextVariables = { customer: { name: "John", bags: ["red"] } };
  const before = structuredClone({ messages, contextVariables });
  const spoil = tool({
    name: "spoil",
    execute: (_args, scope) => {
      const customer = scope.contextVariables["customer"] as { name: string; bags: string[] };
      customer.name = "spoilt";
      customer.bags.push("spoilt");
      return new Result({ contextVariables: { spoilt: true } });
    },
  });
  const agent = agentWith(spoil);
  agent.instructions = (given) => {
    (given["customer"] as { bags: string[] }).bags.push("spoilt");
    return "Help.";
  };
  const played = await play(agent, [calls("spoil"), "Done."], { messages, contextVariables });
  expect(played.response.contextVariables).toEqual({ ...contextVariables, spoilt: true });
  (played.response.contextVariables["customer"] as { name: string }).name = "spoilt";
  expect({ messages, contextVariables }).toEqual(before);
});

it("keeps what a tool does to its own copy from the other calls", async () => {
  const seen: unknown[] = [];
  const spoil = tool({
    name: "spoil",
    execute: (_args, { contextVariables }) => {
      seen.push((contextVariables["bags"] as string[]).length);
      (contextVariables["bags"] as string[]).push("spoilt");
    },
  });
  const played = await play(agentWith(spoil), [calls("spoil", "spoil"), "Done."], {
    contextVariables: { bags: [] },
  });
  expect(seen).toEqual([0, 0]);
  expect(played.response.contextVariables).toEqual({ bags: [] });
});

it("does not let a tool change later what it returned", async () => {
  const cart = { items: ["tea"] };
  const agent = agentWith(
    tool({ name: "save", execute: () => new Result({ contextVariables: { cart } }) }),
    tool({ name: "spoil", execute: () => void cart.items.push("spoilt") }),
  );
  const played = await play(agent, [calls("save"), calls("spoil"), "Done."]);
  expect(played.response.contextVariables).toEqual({ cart: { items: ["tea"] } });
});

it("tells of changes that nothing later changes", async () => {
  const { steps, response } = await play(agentWith(put("save", { cart: ["tea"] })), [
    calls("save"),
    "Done.",
  ]);
  (response.contextVariables["cart"] as string[]).push("spoilt");
  expect(steps.find(({ type }) => type === "context_change")).toMatchObject({
    changes: { cart: ["tea"] },
  });
});

it("hands on instances of classes as they are", async () => {
  class Database {
    readonly seats = new Map([["John", 3]]);
  }
  const database = new Database();
  const ask = tool({
    name: "ask",
    execute: (_args, scope) => (scope.contextVariables["database"] as Database).seats.get("John"),
  });
  const played = await play(agentWith(ask), [calls("ask"), "Done."], {
    contextVariables: { database },
  });
  expect(answers(played)).toEqual(["3"]);
  expect(played.response.contextVariables["database"]).toBe(database);
});

it("copies maps and sets, which are data", async () => {
  const contextVariables = { seats: new Map([["John", ["3A"]]]), seen: new Set(["John"]) };
  const spoil = tool({
    name: "spoil",
    execute: (_args, scope) => {
      const { seats, seen } = scope.contextVariables as typeof contextVariables;
      seats.get("John")?.push("spoilt");
      seen.add("spoilt");
    },
  });
  const played = await play(agentWith(spoil), [calls("spoil"), "Done."], { contextVariables });
  const kept = { seats: new Map([["John", ["3A"]]]), seen: new Set(["John"]) };
  expect(contextVariables).toEqual(kept);
  expect(played.response.contextVariables).toEqual(kept);
});

it("copies what holds itself, and keeps one thing in two places one", async () => {
  const team: { lead?: unknown; people: unknown[] } = { people: [] };
  const lead = { team };
  team.lead = lead;
  team.people.push(lead);
  const { response } = await play(agentWith(), ["Done."], { contextVariables: { team } });
  const copied = response.contextVariables["team"] as typeof team;
  expect(copied).not.toBe(team);
  expect(copied).toEqual(team);
  expect(copied.people[0]).toBe(copied.lead);
});
