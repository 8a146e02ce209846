import { expect, it } from "vitest";
import { Agent, Result, tool, type RunOptions, type ScriptedReply } from "../../src/index.ts";
import { calls, play } from "./play.ts";

/** Agents whose functions do a bit of everything; new for each run. */
function swarm(): Agent {
  const refunds = new Agent({ name: "Refunds", instructions: "You refund." });
  const triage = new Agent({
    name: "Triage",
    instructions: ({ customer }) => `For ${String(customer)}.`,
  });
  refunds.functions = [
    tool({
      name: "refund",
      parameters: { type: "object", properties: { item: { type: "string" } }, required: ["item"] },
      execute: ({ item }) => new Result({ value: { item }, contextVariables: { refunded: item } }),
    }),
    function toTriage() {
      return triage;
    },
  ];
  triage.functions = [
    function toRefunds() {
      return refunds;
    },
    tool({
      name: "look",
      execute: (args) => args,
    }),
    tool({
      name: "fail",
      execute: () => {
        throw new Error("no luck");
      },
    }),
  ];
  return triage;
}

const scripts: [string, readonly ScriptedReply[], Partial<RunOptions>?][] = [
  ["a reply", ["안녕하세요. 무엇을 도와드릴까요? 👋🏽"]],
  ["an empty reply", [""]],
  [
    "a reply with its usage",
    [{ content: "Hi", usage: { prompt_tokens: 9, completion_tokens: 1 } }],
  ],
  ["a call", [calls(["look", { deep: [{ a: "b" }], text: "½" }]), "Done."]],
  [
    "a call that comes with text",
    [{ content: "One moment.", toolCalls: [{ name: "look" }] }, "Done."],
  ],
  ["parallel calls", [calls(["look", { a: 1 }], ["look", { a: 2 }], "fail"), "Done."]],
  ["an unknown tool", [calls("ghost"), "Sorry."]],
  ["empty arguments", [calls(["look", ""]), "Done."]],
  ["arguments that are not JSON", [calls(["look", '{"a":']), calls(["look", { a: 1 }]), "Done."]],
  ["a tool that throws", [calls("fail"), "Sorry."]],
  ["a handoff and a refund", [calls("toRefunds"), calls(["refund", { item: "tea" }]), "Refunded."]],
  [
    "arguments that do not fit",
    [calls("toRefunds"), calls("refund"), calls(["refund", { item: "tea" }]), "Refunded."],
  ],
  ["handoffs there and back", [calls("toRefunds"), calls("toTriage"), "Anything else?"]],
  ["a handoff among other calls", [calls("look", "toRefunds", "fail"), "Refunds here."]],
  ["a run that ends early", [calls("look"), calls("look")], { maxTurns: 2 }],
  ["a run that executes nothing", [calls("toRefunds", "look")], { executeTools: false }],
  ["another model", ["Hi"], { modelOverride: "gpt-5.4-mini" }],
  [
    "a completion as it is",
    [
      {
        choices: [
          {
            index: 0,
            finish_reason: "length",
            message: { role: "assistant", content: "Hi", reasoning_content: "Hm" },
          },
        ],
      },
    ],
  ],
  [
    "a list of parts",
    [
      {
        choices: [
          {
            index: 0,
            message: {
              role: "assistant",
              content: [{ type: "text", text: "Hi" }, { type: "image" }],
            },
          },
        ],
      },
    ],
  ],
  [
    "a refusal",
    [{ choices: [{ index: 0, message: { role: "assistant", content: null, refusal: "No." } }] }],
  ],
];

it.each(scripts)("takes the same steps streamed as whole: %s", async (_, replies, options) => {
  const given = { contextVariables: { customer: "John" }, ...options };
  const whole = await play(swarm(), replies, given);
  const streamed = await play(swarm(), replies, { ...given, stream: true });
  expect(streamed.steps).toEqual(whole.steps);
  expect(streamed.response.messages).toEqual(whole.response.messages);
  expect(streamed.response.agent.name).toBe(whole.response.agent.name);
  expect(streamed.response.contextVariables).toEqual(whole.response.contextVariables);
  expect(streamed.requests).toEqual(
    whole.requests.map((request) => ({
      ...request,
      stream: true,
      stream_options: { include_usage: true },
    })),
  );
});
