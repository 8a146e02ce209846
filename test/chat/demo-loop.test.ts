import { PassThrough } from "node:stream";
import { describe, expect, it } from "vitest";
import {
  Agent,
  Result,
  runDemoLoop,
  scriptedClient,
  tool,
  type ScriptedReply,
} from "../../src/index.ts";
import { Shown, talk } from "./talk.ts";

/** A front desk that hands off to a bank, which keeps what it paid in a context variable. */
function desk(): Agent {
  const bank = new Agent({
    name: "Bank",
    instructions: ({ customer }) => `Pay ${String(customer)}.`,
    functions: [
      tool({
        name: "pay",
        execute: ({ pounds }: { pounds?: number }) => {
          if (pounds === undefined) throw new Error("How much?");
          return new Result({ value: `Paid ${pounds}.`, contextVariables: { paid: pounds } });
        },
      }),
    ],
  });
  return new Agent({
    name: "Desk",
    functions: [tool({ name: "transferToBank", execute: () => bank })],
  });
}

const HANDS_OFF: ScriptedReply = { toolCalls: [{ name: "transferToBank" }] };
const PAYS: ScriptedReply = { toolCalls: [{ name: "pay", arguments: { pounds: 5 } }] };

describe("runDemoLoop", () => {
  it.each([
    ["in one piece", false],
    ["as they come", true],
  ])("shows who says and calls what, with replies %s", async (_, stream) => {
    const replies = [HANDS_OFF, { content: "One moment.", ...PAYS }, "There you are.\nGoodbye!"];
    const { shown } = await talk(desk(), ["I want 5 pounds."], replies, { stream });
    expect(shown).toMatchInlineSnapshot(`
      "User: I want 5 pounds.
      Desk: transferToBank()
        → Bank
      Bank: One moment.
      Bank: pay({"pounds":5})
        = Paid 5.
        context variables: {"paid":5}
      Bank: There you are.
      Goodbye!
      "
    `);
  });

  it("goes on with the agent, the messages and the variables of the turn before", async () => {
    const { client, response } = await talk(
      desk(),
      ["To the bank!", "Pay 5.", "Thanks."],
      [HANDS_OFF, "Hello.", PAYS, "Done.", "Not at all."],
      { contextVariables: { customer: "Ann" } },
    );
    expect(client.requests.at(-1)?.messages.map(({ role, content }) => `${role}: ${content}`))
      .toMatchInlineSnapshot(`
      [
        "system: Pay Ann.",
        "user: To the bank!",
        "assistant: null",
        "tool: {"assistant":"Bank"}",
        "assistant: Hello.",
        "user: Pay 5.",
        "assistant: null",
        "tool: Paid 5.",
        "assistant: Done.",
        "user: Thanks.",
      ]
    `);
    expect(response.agent.name).toBe("Bank");
    expect(response.contextVariables).toEqual({ customer: "Ann", paid: 5 });
    expect(response.messages).toHaveLength(10);
  });

  it.each<[what: string, reply: ScriptedReply, line: string]>([
    ["an error of the API", new Error("Too many requests."), "Too many requests."],
    ["a reply that is none", { choices: [] }, "UnusableReplyError: The provider's answer is not"],
  ])("shows %s, and goes on from before it", async (_, reply, line) => {
    const { client, shown } = await talk(desk(), ["One.", "Two."], [reply, "3"]);
    expect(shown).toContain(line);
    expect(shown).toContain("The conversation goes on as if you had not said this.\nUser: Two.\n");
    expect(client.requests[1]?.messages.map(({ content }) => content)).toEqual([
      "You are a helpful agent.",
      "Two.",
    ]);
  });

  it("goes back to the agent before a turn that broke off, and says that tools had run", async () => {
    const replies = [HANDS_OFF, new Error("Broken."), "Desk again."];
    const { shown, response } = await talk(desk(), ["To the bank!", "Hello?"], replies);
    expect(response.agent.name).toBe("Desk");
    expect(shown).toContain("What the tools did stays done.");
    expect(shown).toContain("Desk: Desk again.");
  });

  it("shows a failed call, and a reply that says nothing", async () => {
    const { shown } = await talk(
      desk(),
      ["Pay!"],
      [HANDS_OFF, { toolCalls: [{ name: "pay" }] }, ""],
    );
    expect(shown).toMatchInlineSnapshot(`
      "User: Pay!
      Desk: transferToBank()
        → Bank
      Bank: pay()
        Error: How much?
      Bank: (nothing)
      "
    `);
  });

  it("shows calls of other kinds", async () => {
    const calling = (message: object): ScriptedReply => ({ choices: [{ message }] });
    const custom = { id: "a", type: "custom", custom: { name: "look", input: "SELECT 1" } };
    const { shown } = await talk(
      desk(),
      ["Look!"],
      [
        calling({ tool_calls: [custom] }),
        calling({ function_call: { name: "look", arguments: '{"at":1}' } }),
        "Nothing.",
      ],
    );
    expect(shown).toMatchInlineSnapshot(`
      "User: Look!
      Desk: look(SELECT 1)
        Error: Tool look not found.
      Desk: look({"at":1})
        Error: Tool look not found.
      Desk: Nothing.
      "
    `);
  });

  it("ignores what says nothing", async () => {
    const { client, shown } = await talk(desk(), ["", "   ", "Hi."], ["Hello."]);
    expect(client.requests).toHaveLength(1);
    expect(shown).toBe("User: Hi.\nDesk: Hello.\n");
  });

  it("lets neither model nor tools steer the terminal", async () => {
    const { shown } = await talk(desk(), ["Hi."], ["\u001B[2Jgone\u0007\r\nstays"], {
      stream: true,
    });
    expect(shown).toBe("User: Hi.\nDesk: \\u001b[2Jgone\\u0007\nstays\n");
  });

  it("shows each piece of a stream before the next has come", async () => {
    const output = new Shown();
    const input = new PassThrough();
    input.end("Count.\n");
    const piece = (content: string): object => ({ choices: [{ index: 0, delta: { content } }] });
    async function* counting(): AsyncGenerator<object> {
      yield piece("one, ");
      await output.has("Desk: one, ");
      yield piece("two");
      await output.has("Desk: one, two");
      yield { choices: [{ index: 0, delta: {}, finish_reason: "stop" }] };
    }
    const client = scriptedClient([counting()]);
    await runDemoLoop(desk(), { client, input, output, stream: true });
    expect(output.plain).toBe("User: Count.\nDesk: one, two\n");
  });

  it("uses one model for every agent if it is told to", async () => {
    const { client } = await talk(desk(), ["Go."], [HANDS_OFF, "Ok."], { modelOverride: "small" });
    expect(client.requests.map(({ model }) => model)).toEqual(["small", "small"]);
  });

  it("ends in the middle of an answer, by its signal", async () => {
    const controller = new AbortController();
    const output = new Shown();
    const hanging: ScriptedReply = () => {
      controller.abort();
      return new Promise(() => {});
    };
    const input = new PassThrough();
    input.write("Hi.\nStill there?\n");
    const client = scriptedClient([hanging]);
    const { signal } = controller;
    const response = await runDemoLoop(desk(), { client, input, output, signal });
    expect(response.messages).toEqual([]);
    expect(output.plain).toBe("User: Hi.\n");
  });

  it("waits for no line if its signal has ended it before", async () => {
    const silent = { client: scriptedClient([]), input: new PassThrough(), output: new Shown() };
    const response = await runDemoLoop(desk(), { ...silent, signal: AbortSignal.abort() });
    expect(response.messages).toEqual([]);
  });

  it("refuses what is not an agent at once", async () => {
    await expect(runDemoLoop({} as Agent, { input: new PassThrough() })).rejects.toThrow(
      "A run needs an agent to begin with",
    );
  });
});
