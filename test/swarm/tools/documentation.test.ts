import { Readable } from "node:stream";
import { pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import {
  Agent,
  Result,
  runDemoLoop,
  scriptedClient,
  Swarm,
  type ContextVariables,
  type InputMessage,
  type StreamEvent,
} from "../../../src/index.ts";
import { Shown } from "../../chat/talk.ts";
import { project, source } from "../../signatures/project.ts";

// The snippets of Swarm's documentation, line by line, under the names that it makes one expect; what they print is collected.

describe("Swarm's documentation", () => {
  it("usage: a function that returns Agent B hands over to it, and to its instructions", async () => {
    const model = scriptedClient([
      { toolCalls: [{ name: "transferToAgentB" }] },
      "Hope glimmers brightly,\nNew paths converge gracefully,\nWhat can I assist?",
    ]);
    const client = new Swarm({ client: model });

    function transferToAgentB() {
      return agentB;
    }

    const agentA = new Agent({
      name: "Agent A",
      instructions: "You are a helpful agent.",
      functions: [transferToAgentB],
    });

    const agentB = new Agent({
      name: "Agent B",
      instructions: "Only speak in Haikus.",
    });

    const response = await client.run({
      agent: agentA,
      messages: [{ role: "user", content: "I want to talk to agent B." }],
    });

    expect(response.messages.at(-1)?.content).toMatch(/^Hope glimmers brightly,\n/);
    expect(response.agent).toBe(agentB);
    expect(model.requests.map(({ messages }) => messages[0]?.content)).toEqual([
      "You are a helpful agent.",
      "Only speak in Haikus.",
    ]);
  });

  it("running: what a response holds goes into the next run", async () => {
    const model = scriptedClient([{ toolCalls: [{ name: "note" }] }, "Noted.", "Yes."]);
    const client = new Swarm({ client: model });
    const agent = new Agent({ functions: [note] });

    function note() {
      return new Result({ value: "noted", contextVariables: { noted: true } });
    }

    const messages: InputMessage[] = [{ role: "user", content: "Note this." }];
    let response = await client.run({ agent, messages });
    messages.push(...response.messages, { role: "user", content: "Done?" });
    const { agent: active, contextVariables } = response;
    response = await client.run({ agent: active, messages, contextVariables });

    expect(response.messages).toEqual([{ role: "assistant", content: "Yes.", sender: "Agent" }]);
    expect(response.contextVariables).toEqual({ noted: true });
    const roles = model.requests.at(-1)?.messages.map(({ role }) => role);
    expect(roles?.join(" ")).toBe("system user assistant tool assistant user");
  });

  it("instructions: a function is given the context variables", async () => {
    const model = scriptedClient(["Hi John, how can I assist you today?"]);
    const client = new Swarm({ client: model });

    function instructions(contextVariables: ContextVariables) {
      const userName = contextVariables["user_name"];
      return `Help the user, ${String(userName)}, do whatever they want.`;
    }

    const agent = new Agent({
      instructions,
    });
    const response = await client.run({
      agent,
      messages: [{ role: "user", content: "Hi!" }],
      contextVariables: { user_name: "John" },
    });

    expect(response.messages.at(-1)?.content).toBe("Hi John, how can I assist you today?");
    expect(model.requests[0]?.messages[0]?.content).toBe(
      "Help the user, John, do whatever they want.",
    );
  });

  it("functions: greet is given the context variables, which the model does not see", async () => {
    const model = scriptedClient([
      { toolCalls: [{ name: "greet", arguments: { language: "Spanish" } }] },
      "Hecho.",
    ]);
    const client = new Swarm({ client: model });
    const printed: string[] = [];

    function greet(contextVariables: ContextVariables, language: string) {
      const userName = contextVariables["user_name"];
      const greeting = language.toLowerCase() === "spanish" ? "Hola" : "Hello";
      printed.push(`${greeting}, ${String(userName)}!`);
      return "Done";
    }

    const agent = new Agent({
      functions: [greet],
    });

    await client.run({
      agent,
      messages: [{ role: "user", content: "Usa greet() por favor." }],
      contextVariables: { user_name: "John" },
    });

    expect(printed).toEqual(["Hola, John!"]);
    expect(model.requests[0]?.tools?.[0]?.function.parameters).toEqual({
      type: "object",
      properties: { language: { type: "string" } },
      required: ["language"],
    });
    expect(model.requests[1]?.messages.at(-1)).toMatchObject({ role: "tool", content: "Done" });
  });

  it("handoffs: a function hands off by returning an agent", async () => {
    const model = scriptedClient([{ toolCalls: [{ name: "transferToSales" }] }, "Welcome!"]);
    const client = new Swarm({ client: model });

    const salesAgent = new Agent({ name: "Sales Agent" });

    function transferToSales() {
      return salesAgent;
    }

    const agent = new Agent({ functions: [transferToSales] });

    const response = await client.run({
      agent,
      messages: [{ role: "user", content: "Transfer me to sales." }],
    });
    expect(response.agent.name).toBe("Sales Agent");
  });

  it("handoffs: a Result answers, hands off and updates the context variables", async () => {
    const model = scriptedClient([{ toolCalls: [{ name: "talkToSales" }] }, "Welcome!"]);
    const client = new Swarm({ client: model });
    const printed: string[] = [];

    const salesAgent = new Agent({ name: "Sales Agent" });

    function talkToSales() {
      printed.push("Hello, World!");
      return new Result({
        value: "Done",
        agent: salesAgent,
        contextVariables: { department: "sales" },
      });
    }

    const agent = new Agent({ functions: [talkToSales] });

    const response = await client.run({
      agent,
      messages: [{ role: "user", content: "Transfer me to sales" }],
      contextVariables: { user_name: "John" },
    });
    expect(printed).toEqual(["Hello, World!"]);
    expect(response.agent.name).toBe("Sales Agent");
    expect(response.contextVariables).toEqual({ department: "sales", user_name: "John" });
    expect(response.messages[1]).toMatchObject({ role: "tool", content: "Done" });
  });

  it("function schemas: greet has the documented schema", () => {
    using module = project({
      "greet.ts": `
import { functionToJson } from ${JSON.stringify(pathToFileURL(source("index.ts")).href)};

/**
 * Greets the user. Make sure to get their name and age before calling.
 *
 * Args:
 *    name: Name of the user.
 *    age: Age of the user.
 *    location: Best place on earth.
 *
 * @param {integer} age
 */
function greet(name, age: number, location: string = "New York") {
  console.log(\`Hello \${name}, glad you are \${age} in \${location}!\`);
}

console.log(JSON.stringify(functionToJson(greet)));
`,
    });

    expect(JSON.parse(module.node("greet.ts").stdout)).toEqual({
      type: "function",
      function: {
        name: "greet",
        description:
          "Greets the user. Make sure to get their name and age before calling.\n\nArgs:\n   name: Name of the user.\n   age: Age of the user.\n   location: Best place on earth.",
        parameters: {
          type: "object",
          properties: {
            name: { type: "string" },
            age: { type: "integer" },
            location: { type: "string" },
          },
          required: ["name", "age"],
        },
      },
    });
  });

  it("streaming: tells of deltas between a start and an end, and last of the response", async () => {
    const model = scriptedClient(["How are you?"]);
    const client = new Swarm({ client: model });
    const agent = new Agent();
    const messages = [{ role: "user", content: "Hi!" }];
    const printed: StreamEvent[] = [];

    const stream = client.run({ agent, messages, stream: true });
    for await (const chunk of stream) printed.push(chunk);

    const words = printed.flatMap((chunk) => ("content" in chunk ? [chunk.content] : []));
    expect(words.join("")).toBe("How are you?");
    expect(printed[0]).toEqual({ delim: "start" });
    expect(printed.at(-2)).toEqual({ delim: "end" });
    expect(printed.at(-1)).toMatchObject({
      response: { agent, messages: [{ content: "How are you?", sender: "Agent" }] },
    });
  });

  it("run_demo_loop: runDemoLoop streams a conversation on the command line", async () => {
    const model = scriptedClient(["How are you?"]);
    const agent = new Agent();
    const terminal = { input: Readable.from(["Hi!\n"]), output: new Shown() };

    await runDemoLoop(agent, { stream: true, client: model, ...terminal });

    expect(terminal.output.text).toBe("User: Hi!\nAgent: How are you?\n");
    expect(model.requests[0]?.stream).toBe(true);
  });
});
