import { expect, it } from "vitest";
import { Agent, tool } from "../../../src/index.ts";
import { play } from "../play.ts";

const functions = ["setLight", "transferToDesk"].map((name) => tool({ name, execute: () => "" }));

async function likenessOf(reply: string | object): Promise<unknown> {
  const message = typeof reply === "string" ? { content: reply } : reply;
  const { steps } = await play(new Agent({ functions }), [{ choices: [{ message }] }], {
    executeTools: false,
  });
  const [step] = steps;
  return step?.type === "reply" ? step.looksLike : undefined;
}

it.each([
  '<tool_call>\n{"name":"setLight","arguments":{"colour":"red"}}\n</tool_call>',
  "Sure.\n<tool_call>setLight\n<arg_key>colour</arg_key>\n<arg_value>red</arg_value>\n</tool_call>",
  '[TOOL_CALLS][{"name":"setLight","arguments":{"colour":"red"}}]',
  '[TOOL_CALLS]setLight[ARGS]{"colour":"red"}',
  '<|python_tag|>{"name":"setLight","parameters":{"colour":"red"}}',
  "<|python_start|>setLight(colour='red')<|python_end|>",
  "<function=setLight>\n<parameter=colour>\nred\n</parameter>\n</function>",
  '<minimax:tool_call>\n<invoke name="setLight">\n<parameter name="colour">red</parameter>',
  '<|tool_call_begin|>functions.setLight:0<|tool_call_argument_begin|>{"colour":"red"}<|tool_call_end|>',
  "<｜tool▁call▁begin｜>function<｜tool▁sep｜>setLight\n```json\n{}\n```<｜tool▁call▁end｜>",
  "<start_function_call>call:setLight{colour:<escape>red<escape>}<end_function_call>",
  '<|START_ACTION|>[{"tool_call_id":"0","tool_name":"setLight","parameters":{}}]<|END_ACTION|>',
  '<|channel|>commentary to=functions.setLight <|constrain|>json<|message|>{"colour":"red"}',
  'functools[{"name":"setLight","arguments":{}}]',
  'Of course:\n```json\n{"name": "setLight", "arguments": {"colour":"red"}}\n```\nDone.',
  '{"arguments":{"colour":"red"},"name":"setLight"}',
  '{"type": "function", "function": {"name": "setLight", "arguments": "{}"}}',
  '{"name":"setLight"}',
  'setLight({"colour":"red"})',
  '[setLight(colour="red"), transferToDesk()]',
  '```tool_code\nprint(default_api.setLight(colour="red"))\n```',
  'functions.setLight:0{"colour":"red"}',
  'setLight\n{"colour":"red"}',
  "setLight()",
  '<setLight colour="red"/>',
  'Thought: It is dark.\nAction: setLight\nAction Input: {"colour":"red"}',
  // What a limit of tokens leaves, and a call where an answer belongs.
  '<tool_call>\n{"name":"setLi',
  '{"name":"setL',
  '<tool_response>\n{"name":"setLight","',
  '<tool_response>\n{"name":"setLight","arguments":{"colour":"pink"}}\n</tool_response>',
])("sees a call of a tool in %j", async (text) => {
  expect(await likenessOf(text)).toEqual({ call: "setLight" });
});

it.each([
  ['<tool_call>\n{"name":"lampOn","arguments":{}}\n</tool_call>', "lampOn"],
  ["<function=lampOn></function>", "lampOn"],
  ["<tool_call>\n", ""],
  ['<tool_call>\n{"na', ""],
])("sees a call of no tool of the agent's in %j", async (text, call) => {
  expect(await likenessOf(text)).toEqual({ call });
});

it.each([
  "<tool_response>\nThe light is red now.\n</tool_response>",
  "Hello there!\n</tool_response>",
  "[TOOL_RESULTS] red [/TOOL_RESULTS]",
  "<｜tool▁outputs▁begin｜>red",
  "<function_results>\nred",
  "Observation: The light is red.",
])("sees a tool's answer in %j", async (text) => {
  expect(await likenessOf(text)).toEqual({ answer: true });
});

const call = { id: "a", type: "function", function: { name: "setLight", arguments: "{}" } };

it.each<[string | object]>([
  ["I set the light to red with setLight, as you wished."],
  ["setLight(colour) sets the colour of the lamp."],
  ['I called setLight({"colour":"red"}), and it worked.'],
  ["Use <tool_call> tags to call tools."],
  ['Here it is:\n```json\n{"name":"Ann","order":"A7"}\n```'],
  ['{"reason":"It does.","verdict":"passed"}'],
  ["Dear {name}, see [the docs](https://a.b/c): (1) setLight, (2) transferToDesk."],
  ["My observation: it is red."],
  [{ content: '<tool_call>{"name":"setLight","arguments":{}}</tool_call>', tool_calls: [call] }],
])("sees neither in %j", async (reply) => {
  expect(await likenessOf(reply)).toBeUndefined();
});
