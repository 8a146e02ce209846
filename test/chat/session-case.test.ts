import { PassThrough } from "node:stream";
import { describe, expect, it } from "vitest";
import type { CaseLine } from "../../src/cases/rules/case-line.ts";
import { readCase } from "../../src/cases/reading/read-case.ts";
import { converse, type PlayedTurn } from "../../src/chat/converse.ts";
import { openInput } from "../../src/chat/user-input.ts";
import { openScreen } from "../../src/chat/screen.ts";
import { sessionCase, type Session } from "../../src/chat/session-case.ts";
import { Agent, Result, scriptedClient, Swarm, tool, type ScriptedReply } from "../../src/index.ts";

/** A desk that hands off to a bank, which pays and hands back. */
function desk(): Agent {
  const bank = new Agent({
    name: "Bank",
    functions: [
      tool({
        name: "pay",
        execute: ({ pounds }: { pounds?: number }) => {
          if (pounds === undefined) throw new Error("How much?");
          return new Result({
            value: "Paid.",
            contextVariables: { paid: pounds, open: undefined },
          });
        },
      }),
      tool({ name: "close", execute: () => "Closed." }),
      tool({ name: "back", execute: () => new Result({ value: "Back.", agent: entry }) }),
    ],
  });
  const entry = new Agent({
    name: "Desk",
    functions: [
      tool({ name: "transferToBank", execute: () => bank }),
      tool({ name: "look", execute: () => "Nothing." }),
    ],
  });
  return entry;
}

function calls(...names: (string | { name: string; arguments: object | string })[]): ScriptedReply {
  return { toolCalls: names.map((call) => (typeof call === "string" ? { name: call } : call)) };
}

function custom(input: string): ScriptedReply {
  const call = { id: "a", type: "custom", custom: { name: "look", input } };
  return { choices: [{ message: { content: null, tool_calls: [call] } }] };
}

const PAY = { name: "pay", arguments: { pounds: 5 } };

/** The case of a session that was played against a script. */
async function saved(
  lines: readonly string[],
  replies: readonly ScriptedReply[],
  options: Partial<Session> = {},
): Promise<CaseLine> {
  const turns: PlayedTurn[] = [];
  const client = scriptedClient(replies);
  const input = new PassThrough();
  input.end(lines.join("\n"));
  await converse({
    swarm: new Swarm({ client }),
    agent: desk(),
    contextVariables: options.contextVariables ?? {},
    input: openInput({ input, output: new PassThrough(), prompt: "", history: [] }),
    screen: openScreen(new PassThrough()),
    around: async (play) => {
      const turn = await play();
      turns.push(turn);
      return turn;
    },
  });
  client.assertFinished();
  const session = { agent: undefined, modelOverride: undefined, stream: false };
  return sessionCase({ id: "saved", ...session, contextVariables: {}, ...options, turns });
}

describe("the case of a session", () => {
  it("has the short form for a single turn", async () => {
    expect(JSON.stringify(await saved(["Hi."], ["Hello."]))).toMatchInlineSnapshot(
      `"{"id":"saved","user":"Hi.","expect":{"tool_calls":[],"final_agent":"Desk"}}"`,
    );
  });

  it("expects calls, handoffs and agents of each turn, and variables of the whole", async () => {
    const script = await saved(
      ["To the bank!", "Pay 5.", "And now?"],
      [calls("look"), calls("transferToBank"), "Yes?", calls(PAY, "close"), "Done.", "Nothing."],
      { contextVariables: { customer: "Ann", open: true } },
    );
    expect(script).toMatchInlineSnapshot(`
      {
        "context_variables": {
          "customer": "Ann",
          "open": true,
        },
        "expect": {
          "context_variables": {
            "open": {
              "$absent": true,
            },
            "paid": 5,
          },
          "final_agent": "Bank",
        },
        "id": "saved",
        "turns": [
          {
            "expect": {
              "agent": "Bank",
              "handoffs": [
                "Bank",
              ],
              "tool_calls": [
                {
                  "agent": "Desk",
                  "name": "look",
                },
                "transferToBank",
              ],
            },
            "user": "To the bank!",
          },
          {
            "expect": {
              "agent": "Bank",
              "tool_calls": [
                {
                  "agent": "Bank",
                  "arguments": {
                    "pounds": 5,
                  },
                  "name": "pay",
                },
                {
                  "agent": "Bank",
                  "name": "close",
                },
              ],
            },
            "user": "Pay 5.",
          },
          {
            "expect": {
              "tool_calls": [],
            },
            "user": "And now?",
          },
        ],
      }
    `);
  });

  it("says how it was begun", async () => {
    const session = { agent: "Desk", modelOverride: "small", stream: true };
    const {
      user: _,
      expect: __,
      ...head
    } = (await saved(["Hi."], ["Hello."], {
      ...session,
      contextVariables: { a: 1 },
    })) as unknown as Record<string, unknown>;
    expect(head).toEqual({
      id: "saved",
      agent: "Desk",
      context_variables: { a: 1 },
      model_override: "small",
      stream: true,
    });
  });

  it("leaves out the turns that broke off", async () => {
    const script = await saved(["One.", "Two."], [calls("transferToBank"), new Error("no"), "2"]);
    expect(script).toMatchObject({
      user: "Two.",
      expect: { tool_calls: [], final_agent: "Desk" },
    });
  });

  it.each<[sentence: string, replies: ScriptedReply[], written: unknown[]]>([
    [
      "a failed call as failed",
      [calls("transferToBank"), calls("pay"), "No."],
      ["transferToBank", { name: "pay", agent: "Bank", error: true }],
    ],
    [
      "a call of no tool as failed",
      [calls("nothing"), "No."],
      [{ name: "nothing", agent: "Desk", error: true }],
    ],
    [
      "arguments that are not JSON as they are",
      [calls({ name: "look", arguments: "{oh" }), "No."],
      [{ name: "look", arguments: "{oh", agent: "Desk", error: true }],
    ],
    [
      "empty arguments not at all",
      [calls({ name: "look", arguments: "" }), "No."],
      [{ name: "look", agent: "Desk" }],
    ],
    [
      "a handoff by a result like any other",
      [calls("transferToBank"), calls("back"), "Hi."],
      ["transferToBank", "back"],
    ],
    [
      "a handoff with arguments in full",
      [calls({ name: "transferToBank", arguments: { why: "money" } }), "Hi."],
      [{ name: "transferToBank", arguments: { why: "money" }, agent: "Desk" }],
    ],
    [
      "the text that a custom tool is given",
      [custom("SELECT 1"), custom(""), "No."],
      [
        { name: "look", arguments: "SELECT 1", agent: "Desk" },
        { name: "look", arguments: "", agent: "Desk" },
      ],
    ],
    [
      "such a text that is an object in JSON, and is not read as one",
      [custom('{"a": 1}'), "No."],
      [{ name: "look", arguments: { $one_of: ['{"a": 1}'] }, agent: "Desk" }],
    ],
    [
      "what looks like a matcher as anything",
      [calls({ name: "look", arguments: { at: [{ $ref: 1 }] } }), "Hi."],
      [{ name: "look", arguments: { at: [{ $any: true }] }, agent: "Desk" }],
    ],
    [
      "a number that is refused for its digits as the model wrote it",
      [calls({ name: "look", arguments: '{"at":12345678901234567891}' }), "Hi."],
      [
        {
          name: "look",
          arguments: { $one_of: ['{"at":12345678901234567891}'] },
          agent: "Desk",
          error: true,
        },
      ],
    ],
    [
      "a large number as anything",
      [calls({ name: "look", arguments: '{"at":1e21}' }), "Hi."],
      [{ name: "look", arguments: { at: { $any: true } }, agent: "Desk" }],
    ],
  ])("writes %s", async (_, replies, written) => {
    const script = await saved(["Go."], replies);
    expect(script.expect?.tool_calls).toEqual(written);
    expect(readCase(JSON.stringify(script))).toBeDefined();
  });
});
