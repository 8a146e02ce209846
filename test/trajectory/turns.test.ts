import { describe, expect, it } from "vitest";
import {
  Agent,
  Result,
  Swarm,
  scriptedClient,
  tool,
  type RunOptions,
  type ScriptedReply,
} from "../../src/index.ts";
import { isStep } from "../../src/swarm/floor.ts";
import { callsOf } from "../../src/trajectory/calls.ts";
import { contentText, describeContent } from "../../src/trajectory/content.ts";
import { activeAgents, handoffsOf } from "../../src/trajectory/handoffs.ts";
import type { Trajectory, TrajectoryStep } from "../../src/trajectory/trajectory.ts";
import { turnsOf } from "../../src/trajectory/turns.ts";

const refunds = new Agent({ name: "Refunds", functions: [] });
const sales = new Agent({ name: "Sales", functions: [] });
const named = (name: string, execute: () => unknown) => tool({ name, execute });
const triage = new Agent({
  name: "Triage",
  functions: [
    named("look", () => "found"),
    named("toRefunds", () => refunds),
    named("toSales", () => sales),
    named("explainAndHandOff", () => new Result({ value: "They know more.", agent: refunds })),
    named("remember", () => new Result({ contextVariables: { seen: true } })),
    named("refuse", () => {
      throw new Error("No.");
    }),
    named("stumble", () => {
      const missing: unknown = undefined;
      return (missing as { length: number }).length;
    }),
    named("reach", () => {
      throw new TypeError("fetch failed", { cause: new Error("ECONNREFUSED") });
    }),
  ],
});

/** Plays one turn of these replies. */
async function played(
  replies: readonly ScriptedReply[],
  options: Partial<RunOptions> = {},
): Promise<Trajectory> {
  const events = new Swarm({ client: scriptedClient(replies) }).events({
    agent: triage,
    messages: [{ role: "user", content: "Hi!" }],
    ...options,
  });
  const user = { type: "user" as const, agent: "Triage", content: "Hi!" };
  const steps: TrajectoryStep[] = [{ ...user, turn: 1, at: 0 }];
  for await (const event of events) if (isStep(event)) steps.push({ ...event, turn: 1, at: 1 });
  return steps;
}

const calls = (...names: string[]): ScriptedReply => ({
  toolCalls: names.map((name) => ({ name })),
});

describe("what a call came to", () => {
  it.each([
    ["look", { result: "found", failure: undefined, to: undefined }],
    ["toRefunds", { result: '{"assistant":"Refunds"}', failure: undefined, to: "Refunds" }],
    ["explainAndHandOff", { result: "They know more.", failure: undefined, to: "Refunds" }],
    ["ghost", { result: "Error: Tool ghost not found.", failure: "unknown_tool" }],
    ["refuse", { result: "Error: No.", error: "No.", failure: "threw" }],
    ["stumble", { failure: "crashed" }],
    ["reach", { result: "Error: fetch failed", failure: "unreachable" }],
  ])("of %s stands in its step", async (name, outcome) => {
    const [call] = callsOf(await played([calls(name), "Done."]));
    expect(call).toMatchObject({ name, agent: "Triage", turn: 1, ...outcome });
  });

  it("is a failure where the arguments cannot be used", async () => {
    const reply = { toolCalls: [{ name: "look", arguments: "{" }] };
    const [call] = callsOf(await played([reply, "Done."]));
    expect(call).toMatchObject({ arguments: "{", failure: "unusable_arguments" });
  });

  it("is nothing where tools are not executed", async () => {
    const steps = await played([calls("look")], { executeTools: false });
    expect(callsOf(steps)).toMatchObject([{ name: "look", executed: false, result: undefined }]);
  });

  it("has what the calls of its message changed with the last of them", async () => {
    const steps = await played([calls("remember", "look"), "Done."]);
    expect(callsOf(steps).map(({ contextVariables }) => contextVariables)).toEqual([
      undefined,
      { seen: true },
    ]);
  });
});

describe("the actions of a turn", () => {
  it("show a handoff with the call that made it, whatever the tool said", async () => {
    const steps = await played([calls("look", "explainAndHandOff"), "Hello."]);
    const [turn] = turnsOf(steps);
    expect(turn?.agent).toBe("Refunds");
    expect(turn?.actions).toMatchObject([
      { type: "call", name: "look", handsOff: false },
      { type: "call", name: "explainAndHandOff", handsOff: true, to: "Refunds" },
      { type: "handoff", agent: "Triage", to: "Refunds", byCall: true },
      { type: "reply", agent: "Refunds", text: "Hello.", refused: false },
    ]);
    expect(handoffsOf(steps)).toEqual([{ turn: 1, from: "Triage", to: "Refunds" }]);
    expect(activeAgents(steps, "Triage")).toEqual(["Triage", "Refunds"]);
  });

  it("show that of two handoffs in one message the last took effect", async () => {
    const [turn] = turnsOf(await played([calls("toRefunds", "toSales"), "Hello."]));
    expect(turn?.actions).toMatchObject([
      { name: "toRefunds", to: "Refunds", handsOff: false },
      { name: "toSales", to: "Sales", handsOff: true },
      { type: "handoff", to: "Sales" },
      { agent: "Sales" },
    ]);
  });

  it("keep the answers of two calls with one id apart", async () => {
    const twins = {
      toolCalls: [
        { id: "c1", name: "look", arguments: {} },
        { id: "c1", name: "refuse", arguments: {} },
      ],
    };
    const [turn] = turnsOf(await played([twins, "Done."]));
    expect(turn?.actions).toMatchObject([
      { name: "look", result: "found", error: undefined },
      { name: "refuse", result: "Error: No.", error: "No." },
      { text: "Done." },
    ]);
  });

  it("show the calls that a broken-off turn did not come to", async () => {
    const whole = await played([calls("look", "refuse"), "Done."]);
    const cutShort = whole.slice(0, whole.findIndex(({ type }) => type === "tool_result") + 1);
    expect(turnsOf(cutShort)[0]?.actions).toMatchObject([
      { name: "look", result: "found" },
      { name: "refuse", result: undefined, text: "{}" },
    ]);
  });
});

it.each([
  ["Refunded", "Refunded", "Refunded"],
  [
    [
      { type: "text", text: "Ref" },
      { type: "text", text: "unded" },
    ],
    "Refunded",
    "Refunded",
  ],
  [[{ type: "text", text: "Look" }, { type: "image_url" }], "Look", "Look [image_url]"],
  [[{ type: "text", text: "" }], "", ""],
  [null, "", ""],
])("reads the words of %j alike for checks and for readers", (content, words, described) => {
  expect(contentText(content)).toBe(words);
  expect(describeContent(content)).toBe(described);
});
