import { describe, expect, it } from "vitest";
import { modelRequest, type ModelRequest } from "../../../src/runner/program/model-request.ts";
import { SpeakerNames } from "../../../src/runner/program/speaker-names.ts";
import type { ToldLine } from "../../../src/runner/program/told-line.ts";
import { TrafficSteps } from "../../../src/runner/program/traffic-steps.ts";
import { readReply } from "../../../src/swarm/completion/reply.ts";
import type { Step } from "../../../src/trajectory/trajectory.ts";

interface Asked {
  readonly as?: string;
  readonly see?: readonly object[];
  /** What the model answers: words, or the names of tools that it calls, each with its name as the id. */
  readonly get: string | readonly string[];
}

/** Plays a turn, and puts each step into a line. */
function turn(
  asked: readonly Asked[],
  told: ToldLine,
  {
    rule = {},
    starting,
    mustKnow = false,
  }: { rule?: Record<string, string>; starting?: string; mustKnow?: boolean } = {},
): string[] {
  const steps = new TrafficSteps(new SpeakerNames(rule, mustKnow), starting);
  const happened = asked.flatMap(({ as = "You help.", see = [], get }) => {
    const request = chat([{ role: "system", content: as }, ...see]);
    const before = steps.asked(request);
    steps.answered(
      request,
      readReply(completion(get), () => "id"),
    );
    return before;
  });
  return [...happened, ...steps.ended(told, { old: 1 })].map(line);
}

function chat(messages: readonly object[]): ModelRequest {
  const value = { model: "m", messages };
  return required(modelRequest({ path: "/v1/chat/completions", body: { kind: "json", value } }));
}

function required<T>(value: T | undefined): T {
  if (value === undefined) throw new Error("There is none.");
  return value;
}

function completion(get: Asked["get"]): object {
  const calls = (typeof get === "string" ? [] : get).map((name) => called(name));
  const content = typeof get === "string" ? get : null;
  return { choices: [{ message: { role: "assistant", content, tool_calls: calls } }] };
}

function called(name: string): object {
  return { id: name, type: "function", function: { name, arguments: "{}" } };
}

/** What a later request shows of a reply with a call, and of its result. */
function shown(name: string, content: string, more: object = {}): object[] {
  return [
    { role: "assistant", content: null, tool_calls: [called(name)], ...more },
    { role: "tool", tool_call_id: name, content },
  ];
}

function line(step: Step): string {
  switch (step.type) {
    case "reply":
      return `${step.agent} says ${String(step.message.content)}`;
    case "tool_call":
      return `${step.agent} calls ${step.name}${step.executed ? "" : " in vain"}`;
    case "tool_result":
      return `${step.name} gives ${step.error === undefined ? step.content : `error ${step.error}`}`;
    case "handoff":
      return `${step.agent} → ${step.to}`;
    case "said":
      return `${step.agent}, a ${step.by}, says ${step.content}`;
    case "context_change":
      return `${step.agent} changes ${JSON.stringify(step.changes)}`;
    default:
      return step.type;
  }
}

describe("handoffs", () => {
  it("are results that name an agent, the last of a message", () => {
    const results = [
      ...shown("toA", '{"assistant":"A"}'),
      { role: "tool", tool_call_id: "toB", content: '{"assistant": "B"}' },
    ];
    const happened = turn(
      [{ get: ["toA", "toB"] }, { as: "You are B.", see: results, get: "Hello" }],
      { reply: "Hello" },
      { starting: "Desk" },
    );
    expect(happened).toEqual([
      "Desk says null",
      "Desk calls toA",
      'toA gives {"assistant":"A"}',
      "Desk calls toB",
      'toB gives {"assistant": "B"}',
      "Desk → B",
      "B says Hello",
    ]);
  });

  it("show by the sender of a message, whatever its tool gave", () => {
    const first = shown("pass", "done", { sender: "Desk" });
    const second = [...first, ...shown("look", "found", { sender: "Bags" })];
    expect(
      turn(
        [
          { get: ["pass"] },
          { as: "You are Bags.", see: first, get: ["look"] },
          { as: "You are Bags.", see: second, get: "Here" },
        ],
        { reply: "Here", agent: "Bags" },
      ),
    ).toEqual([
      "Desk says null",
      "Desk calls pass",
      "pass gives done",
      "Desk → Bags",
      "Bags says null",
      "Bags calls look",
      "look gives found",
      "Bags says Here",
    ]);
  });

  it("show by a rule for instructions", () => {
    const rule = { Desk: "the desk", Bags: "bags" };
    expect(
      turn(
        [
          { as: "You are the desk.", get: ["pass"] },
          { as: "You find bags.", see: shown("pass", "done"), get: "Here" },
        ],
        { reply: "Here" },
        { rule, starting: "Desk" },
      ),
    ).toContain("Desk → Bags");
  });

  it("are told at the end of a turn whose last reply handed on", () => {
    expect(turn([{ get: ["pass"] }], { agent: "Bags" }, { starting: "Desk" })).toEqual([
      "Desk says null",
      "Desk calls pass in vain",
      "Desk → Bags",
    ]);
  });

  it("lead back to whom the same instructions were", () => {
    const see = shown("toB", '{"assistant":"B"}');
    const asked = [
      { as: "You are A.", get: ["toB"] },
      { as: "You are B.", see, get: ["back"] },
      { as: "You are A.", see: [...see, ...shown("back", "done")], get: "Hi" },
    ];
    const happened = turn(asked, { reply: "Hi" }, { starting: "A", mustKnow: true });
    expect(happened.filter((one) => one.includes("→"))).toEqual(["A → B", "B → A"]);
  });

  it("are not known where instructions change and nothing else", () => {
    const asked = [
      { as: "You are A.", get: ["pass"] },
      { as: "You are B.", see: shown("pass", "done"), get: "Hi" },
    ];
    const play = (mustKnow: boolean) => () =>
      turn(asked, { reply: "Hi" }, { starting: "A", mustKnow });
    expect(play(true)).toThrow("nothing tells which of them asked with these instructions");
    expect(play(false)()).toContain("A says Hi");
  });
});

it("speakers take turns where messages have names", () => {
  const start = { role: "user", name: "critic", content: "A haiku." };
  const heard = [
    { role: "assistant", name: "critic", content: "A haiku." },
    { role: "user", name: "writer", content: "Rain." },
  ];
  const again = [
    start,
    { role: "assistant", name: "writer", content: "Rain." },
    { role: "user", name: "critic", content: "Longer." },
  ];
  expect(
    turn(
      [
        { as: "You write.", see: [start], get: "Rain." },
        { as: "You criticize.", see: heard, get: "Longer." },
        { as: "You write.", see: again, get: "Silver drops." },
      ],
      { reply: "Silver drops." },
    ),
  ).toEqual(["writer says Rain.", "critic says Longer.", "writer says Silver drops."]);
});

describe("calls", () => {
  it("are answered when a request shows it, though others ask before that", () => {
    expect(
      turn(
        [
          { get: ["research"] },
          { as: "You research.", get: "Found." },
          { see: shown("research", "Error: nothing"), get: "Sorry" },
        ],
        { reply: "Sorry" },
        { starting: "Desk" },
      ),
    ).toEqual([
      "Desk says null",
      "Desk calls research",
      "Desk says Found.",
      "research gives error nothing",
      "Desk says Sorry",
    ]);
  });

  it("of old are answered by their names", () => {
    const steps = new TrafficSteps(new SpeakerNames({}, false), "Desk");
    const old = {
      role: "assistant",
      content: null,
      function_call: { name: "look", arguments: "{}" },
    };
    const request = chat([]);
    steps.answered(
      request,
      readReply({ choices: [{ message: old }] }, () => "id"),
    );
    const result = { role: "function", name: "look", content: "found" };
    expect(steps.asked(chat([old, result])).map(line)).toEqual([
      "Desk says null",
      "Desk calls look",
      "look gives found",
    ]);
  });
});

describe("the end of a turn", () => {
  it("tells words that no model said, and what changed in the context variables", () => {
    const context = { old: 1, name: "Ann" };
    expect(
      turn([{ get: "Hello" }], { reply: "HELLO", agent: "Desk", context_variables: context }),
    ).toEqual(["Desk says Hello", "Desk, a program, says HELLO", 'Desk changes {"name":"Ann"}']);
  });

  it("tells the words of a program that asks no model", () => {
    expect(turn([], { reply: "Closed." })).toEqual(["program, a program, says Closed."]);
  });
});

it("reads requests of the Responses API", () => {
  const value = {
    model: "m",
    instructions: "You help.",
    stream: true,
    input: [
      { role: "developer", content: "Briefly." },
      { role: "user", content: [{ type: "input_text", text: "Hi" }] },
      { type: "function_call", call_id: "c1", name: "look", arguments: "{}" },
      { type: "function_call_output", call_id: "c1", output: "found" },
    ],
  };
  const body = { kind: "json", value } as const;
  const request = required(modelRequest({ path: "/v1/responses?x=1", body }));
  expect(request).toMatchObject({ api: "responses", streams: true, model: "m" });
  expect(request.instructions).toBe("You help.\nBriefly.");
  expect(request.messages.map(({ text, answers }) => [text, answers])).toEqual([
    ["Hi", undefined],
    ["", undefined],
    ["found", { id: "c1" }],
  ]);
  expect(modelRequest({ path: "/v1/embeddings", body })).toBeUndefined();
});
