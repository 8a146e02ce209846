import { expect, it } from "vitest";
import { merged } from "./deltas.ts";

/** A delta of one call; what is undefined is left out. */
function call(
  index: number | undefined,
  id: string | undefined,
  name: string | undefined,
  args?: string,
): object {
  return {
    tool_calls: [
      {
        ...(index === undefined ? {} : { index }),
        ...(id === undefined ? {} : { id, type: "function" }),
        function: {
          ...(name === undefined ? {} : { name }),
          ...(args === undefined ? {} : { arguments: args }),
        },
      },
    ],
  };
}

/** A delta of one call, as it is. */
function custom(piece: object): object {
  return { tool_calls: [{ index: 0, ...piece }] };
}

function toolCall(id: string, name: string, args: string): object {
  return { id, type: "function", function: { name, arguments: args } };
}

it.each<[string, readonly object[], readonly object[]]>([
  [
    "in pieces",
    [
      call(0, "a", "act", ""),
      call(0, undefined, undefined, '{"b"'),
      call(0, undefined, undefined, ":1}"),
    ],
    [toolCall("a", "act", '{"b":1}')],
  ],
  [
    "in parallel, their pieces mixed",
    [
      call(0, "a", "act", ""),
      call(1, "b", "look", ""),
      call(1, undefined, undefined, '{"d'),
      call(0, undefined, undefined, '{"c'),
      call(1, undefined, undefined, '":2}'),
      call(0, undefined, undefined, '":1}'),
    ],
    [toolCall("a", "act", '{"c":1}'), toolCall("b", "look", '{"d":2}')],
  ],
  [
    "in parallel in one delta",
    [
      {
        tool_calls: [
          { index: 0, id: "a", function: { name: "act", arguments: "{}" } },
          { index: 1, id: "b", function: { name: "look", arguments: "{}" } },
        ],
      },
    ],
    [toolCall("a", "act", "{}"), toolCall("b", "look", "{}")],
  ],
  [
    "in parallel without an index",
    [
      call(undefined, "a", "act", "{}"),
      call(undefined, "b", "look", "{"),
      call(undefined, undefined, undefined, "}"),
    ],
    [toolCall("a", "act", "{}"), toolCall("b", "look", "{}")],
  ],
  [
    "in parallel, all with index 0",
    [call(0, "a", "act", "{}"), call(0, "b", "act", "{}")],
    [toolCall("a", "act", "{}"), toolCall("b", "act", "{}")],
  ],
  [
    "in parallel, all with index 0 and without ids",
    [call(0, "", "act", '{"b":1}'), call(0, "", "act", '{"b":2}')],
    [toolCall("call_0_1", "act", '{"b":1}'), toolCall("call_0_2", "act", '{"b":2}')],
  ],
  [
    "whose id and name are repeated",
    [call(0, "a", "act", '{"b"'), call(0, "a", "act", ":1}"), call(0, "a", "act", "")],
    [toolCall("a", "act", '{"b":1}')],
  ],
  [
    "whose name is repeated without an id",
    [call(0, "a", "act", '{"b"'), call(0, undefined, "act", ":1}"), call(0, undefined, "act", "")],
    [toolCall("a", "act", '{"b":1}')],
  ],
  [
    "whose name comes in pieces",
    [call(0, "a", "wea", ""), call(0, undefined, "ther", ""), call(0, undefined, undefined, "{}")],
    [toolCall("a", "weather", "{}")],
  ],
  [
    "whose id is null later",
    [
      call(0, "a", "act", '{"b"'),
      { tool_calls: [{ index: 0, id: null, function: { name: null, arguments: ":1}" } }] },
    ],
    [toolCall("a", "act", '{"b":1}')],
  ],
  [
    "that begin at index 1",
    [call(1, "a", "act", "{"), call(1, undefined, undefined, "}")],
    [toolCall("a", "act", "{}")],
  ],
  [
    "whose arguments are an object",
    [{ tool_calls: [{ index: 0, id: "a", function: { name: "act", arguments: { b: 1 } } }] }],
    [toolCall("a", "act", '{"b":1}')],
  ],
  [
    "with a signature that goes back with them",
    [
      {
        tool_calls: [
          {
            index: 0,
            id: "a",
            extra_content: { s: 1 },
            function: { name: "act", arguments: "{}" },
          },
        ],
      },
    ],
    [{ ...toolCall("a", "act", "{}"), extra_content: { s: 1 } }],
  ],
  [
    "of a custom tool",
    [
      custom({ id: "a", type: "custom", custom: { name: "run", input: "" } }),
      custom({ custom: { input: "SELECT " } }),
      custom({ id: "", custom: { name: null, input: "1" } }),
    ],
    [{ id: "a", type: "custom", custom: { name: "run", input: "SELECT 1" } }],
  ],
  [
    "of a custom tool without a type, its name repeated",
    [
      custom({ id: "a", custom: { name: "run", input: "1" } }),
      custom({ custom: { name: "run", input: "2" } }),
    ],
    [{ id: "a", type: "custom", custom: { name: "run", input: "12" } }],
  ],
  [
    "of both kinds, their pieces mixed",
    [
      call(0, "a", "act", "{"),
      custom({ index: 1, id: "b", type: "custom", custom: { name: "run", input: "l" } }),
      call(0, undefined, undefined, "}"),
      custom({ index: 1, custom: { input: "s" } }),
    ],
    [toolCall("a", "act", "{}"), { id: "b", type: "custom", custom: { name: "run", input: "ls" } }],
  ],
  [
    "from a provider that sends the members of both kinds",
    [
      custom({
        id: "a",
        type: "function",
        function: { name: "act", arguments: "{" },
        custom: { name: "", input: "" },
      }),
      custom({ function: { name: "", arguments: "}" }, custom: { name: "", input: "" } }),
    ],
    [{ ...toolCall("a", "act", "{}"), custom: { name: "", input: "" } }],
  ],
])("merges calls %s", async (_, deltas, made) => {
  const reply = await merged(...deltas);
  expect(reply).toMatchObject({ message: { content: null } });
  expect(reply).toHaveProperty("message.tool_calls", made);
});

it("merges a function_call of old, which stays one", async () => {
  const reply = await merged(
    { role: "assistant", content: null, function_call: { name: "act", arguments: "" } },
    { function_call: { arguments: '{"b"' } },
    { function_call: { arguments: ":1}" } },
  );
  expect(reply).toHaveProperty("message", {
    role: "assistant",
    content: null,
    function_call: { name: "act", arguments: '{"b":1}' },
  });
});

it("takes an empty function_call of old for none", async () => {
  const reply = await merged({
    content: "Hi",
    function_call: { name: "", arguments: "" },
    tool_calls: null,
  });
  expect(reply).toMatchObject({ message: { role: "assistant", content: "Hi" } });
  expect(reply).not.toHaveProperty("message.tool_calls");
  expect(reply).not.toHaveProperty("message.function_call");
});
