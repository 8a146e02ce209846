import { expect, it } from "vitest";
import { Agent, scriptedClient, Swarm, tool, UnusableReplyError } from "../../../src/index.ts";
import { calls, play } from "../play.ts";

const act = tool({ name: "act", execute: () => "done" });
const agent = new Agent({ name: "Clerk", functions: [act] });

it.each<[string, unknown, string]>([
  ["nothing", undefined, "The provider's answer is not a chat completion: it is empty."],
  ["an empty text", "", "The provider's answer is not a chat completion: it is empty."],
  [
    "a web page",
    "<html>Bad gateway</html>",
    "The provider's answer is not a chat completion: it has no choices[0].message. It begins: <html>Bad gateway</html>",
  ],
  [
    "something long",
    { data: "x".repeat(1000) },
    `The provider's answer is not a chat completion: it has no choices[0].message. It begins: {"data":"${"x".repeat(291)}…`,
  ],
  [
    "no choices",
    { choices: [] },
    `The provider's answer is not a chat completion: it has no choices[0].message. It begins: {"choices":[]}`,
  ],
  [
    "an error",
    { error: { message: "Rate limited", code: 429 } },
    "The provider answered with an error: Rate limited",
  ],
  ["an error as text", { error: "overloaded" }, "The provider answered with an error: overloaded"],
  [
    "an error without a message",
    { error: { code: 502 } },
    'The provider answered with an error: {"code":502}',
  ],
  [
    "an error beside a choice",
    { error: { message: "Timed out" }, choices: [{ message: { content: "Hal" } }] },
    "The provider answered with an error: Timed out",
  ],
  [
    "an error in the choice",
    {
      choices: [
        {
          error: { message: "Upstream died" },
          finish_reason: "error",
          message: { content: "Hal" },
        },
      ],
    },
    "The provider answered with an error: Upstream died",
  ],
  [
    "a filtered choice without a message",
    { choices: [{ index: 0, finish_reason: "content_filter", content_filter_results: {} }] },
    "The provider withheld the reply: its finish_reason is content_filter.",
  ],
  [
    "a filtered choice with an empty message",
    { choices: [{ finish_reason: "content_filter", message: { content: null } }] },
    "The provider withheld the reply: its finish_reason is content_filter.",
  ],
  [
    "a choice that it broke off",
    { choices: [{ finish_reason: "error", message: { content: "Your ref" } }] },
    "The provider broke the reply off: its finish_reason is error.",
  ],
])("says so where the provider answers 200 with %s", async (_, answer, message) => {
  const client = { chat: { completions: { create: async () => answer } } };
  const run = new Swarm({ client }).run({ agent, messages: [] });
  const failure = await run.catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(UnusableReplyError);
  expect(failure).toMatchObject({ message, answer });
});

it("keeps what a filter has left of a reply", async () => {
  const { response } = await play(agent, [
    { choices: [{ finish_reason: "content_filter", message: { content: "Once upon" } }] },
  ]);
  expect(response.messages[0]?.content).toBe("Once upon");
});

it.each([[null], [""], [false], [{}], [{ message: "", code: 0 }]])(
  "ignores an error that is none: %j",
  async (error) => {
    const completion = { error, choices: [{ error, message: { content: "Hi" } }] };
    const { response } = await play(agent, [completion]);
    expect(response.messages[0]?.content).toBe("Hi");
  },
);

it("keeps what was said before a reply that cannot be used", async () => {
  const client = scriptedClient([calls("act"), { choices: [] }]);
  const seen: string[] = [];
  const run = async (): Promise<void> => {
    for await (const { type } of new Swarm({ client }).events({ agent, messages: [] }))
      seen.push(type);
  };
  await expect(run()).rejects.toThrow(UnusableReplyError);
  expect(seen).toEqual(["reply", "tool_call", "tool_result"]);
});
