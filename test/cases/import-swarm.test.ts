import { expect, it } from "vitest";
import { readSwarmCases } from "../../src/cases/importing/import-swarm.ts";
import { readCase } from "../../src/cases/reading/read-case.ts";

function user(content: string) {
  return { role: "user", content };
}

/** The lines that are made of Swarm's cases, each of which a case file takes. */
function imported(cases: unknown, agent?: string): string {
  const lines = readSwarmCases(JSON.stringify(cases), "swarm.json", agent);
  for (const line of lines) expect(readCase(JSON.stringify(line))).toBeDefined();
  return lines.map((line) => `${JSON.stringify(line)}\n`).join("");
}

function problems(text: string): string {
  try {
    readSwarmCases(text, "swarm.json", undefined);
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error("it was imported");
}

it("checks the tool that the first reply calls, or that none is called", () => {
  const cases = [
    { conversation: [user("My bag is lost!")], function: "transfer_to_lost_baggage" },
    { conversation: [user("It was a bumpy flight.")], function: "None" },
    { conversation: "Who are you?", function: null },
    { conversation: ["Where is my bag?"], function: "transfer_to_lost_baggage" },
  ];
  expect(imported(cases)).toMatchInlineSnapshot(`
    "{"id":"my-bag-is-lost","execute_tools":false,"user":"My bag is lost!","expect":{"tool_calls":["transfer_to_lost_baggage"]}}
    {"id":"it-was-a-bumpy-flight","execute_tools":false,"user":"It was a bumpy flight.","expect":{"tool_calls":[]}}
    {"id":"who-are-you","execute_tools":false,"user":"Who are you?","expect":{"tool_calls":[]}}
    {"id":"where-is-my-bag","execute_tools":false,"user":"Where is my bag?","expect":{"tool_calls":["transfer_to_lost_baggage"]}}
    "
  `);
});

it("puts what was said before into messages", () => {
  const call = { id: "c1", type: "function", function: { name: "find", arguments: "{}" } };
  const before = [
    user("Hi!"),
    { role: "assistant", content: null, tool_calls: [call], sender: "Triage" },
    { role: "tool", tool_call_id: "c1", content: "Found." },
    { role: "assistant", content: "Here it is." },
  ];
  const cases = [{ conversation: [...before, user("Refund it.")], function: "refund" }];
  expect(JSON.parse(imported(cases))).toEqual({
    id: "refund-it",
    messages: before,
    execute_tools: false,
    user: "Refund it.",
    expect: { tool_calls: ["refund"] },
  });
});

it("takes content parts as they are", () => {
  const parts = [
    { type: "text", text: "What is on this picture?" },
    { type: "image_url", image_url: { url: "data:," } },
  ];
  const cases = [{ conversation: [{ role: "user", content: parts }], function: "None" }];
  expect(JSON.parse(imported(cases))).toMatchObject({ id: "what-is-on-this-picture", user: parts });
});

it("starts at the agent that is named", () => {
  const cases = [{ conversation: "Cancel it.", function: "None" }];
  expect(JSON.parse(imported(cases, "Sales"))).toMatchObject({ id: "cancel-it", agent: "Sales" });
});

it("gives each case an id of its own", () => {
  const said = [
    "Hi!",
    "hi",
    "Ça va, Zoë?",
    "취소해 주세요",
    "!?",
    "One two three four five six seven",
  ];
  const cases = said.map((conversation) => ({ conversation, function: "None" }));
  const ids = imported(cases)
    .trim()
    .split("\n")
    .map((line) => (JSON.parse(line) as { id: string }).id);
  expect(ids).toEqual([
    "hi",
    "hi-2",
    "ca-va-zoe",
    "취소해-주세요",
    "case",
    "one-two-three-four-five-six",
  ]);
});

it.each<[sentence: string, text: string]>([
  ["says where it is not JSON", '[\n  {"conversation": "Hi!",\n   "function" "None"}\n]'],
  ["says where a bracket is closed that is not open", '[{"conversation": [}\n'],
  ["says where it goes on after its end", '[{"conversation": "Hi!", "function": "None"}]]'],
  ["says where it breaks off", '[{"conversation": "Hi!"'],
  ["says that it must be a list", '{"conversation": "Hi!", "function": "None"}'],
  ["says that there are no cases", "[]"],
  ["says what is missing", '[{"conversation": "Hi!"}]'],
  ["says what else there is", '[{"conversation": "Hi!", "functions": "None", "function": "None"}]'],
  [
    "says where a function is not valid",
    '[\n{"conversation": "Hi!", "function": ["a"]},\n{"conversation": "Hi!", "function": ""}]',
  ],
  [
    "wants to know who says which of several texts",
    '[{"conversation": ["Hi!", "Hello."], "function": "None"}]',
  ],
  [
    "wants the user to have the last word",
    '[{"conversation": [{"role": "user", "content": "Hi!"}, {"role": "assistant", "content": "Hello."}], "function": "None"}]',
  ],
  [
    "wants the user to say something",
    '[{"conversation": [{"role": "user", "content": ""}], "function": "None"}, {"conversation": "", "function": "None"}, {"conversation": [], "function": "None"}]',
  ],
  [
    "wants messages as Chat Completions has them",
    '[{"conversation": [{"role": "tool", "tool_name": "refund"}, {"role": "users", "content": "Hi!"}, {"role": "user", "content": "Hi!"}], "function": "None"}]',
  ],
  ["says which key is there twice", '[{"conversation": "Hi!", "function": "a", "function": "b"}]'],
])("%s", (_, text) => {
  expect(problems(text)).toMatchSnapshot();
});
