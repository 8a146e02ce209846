import { expect, it } from "vitest";
import { pathOf } from "../../../src/gate/baseline/kept-trial.ts";
import { says, trial } from "../made.ts";

const call = (turn: number, agent: string, name: string, args: unknown, error: string | null) => ({
  turn,
  agent,
  name,
  arguments: args,
  result: error === null ? "done" : `Error: ${error}`,
  error,
});

it("keeps calls with their arguments and outcome, handoffs and replies in their order", () => {
  const path = pathOf(
    trial({
      turns: [
        {
          user: "Refund 7.",
          messages: [
            says("Triage", "One moment.", ["look", "transferToRefunds"]),
            { role: "tool", tool_name: "look", content: "…" },
            { role: "tool", tool_name: "transferToRefunds", content: "…" },
            says("Refunds", null, ["refund"]),
            { role: "tool", tool_name: "refund", content: "…" },
            says("Refunds", "It is not there."),
          ],
          agent: "Refunds",
        },
        { user: "Thanks.", messages: [says("Refunds", "Bye.")], agent: "Refunds" },
      ],
      handoffs: [{ turn: 1, from: "Triage", to: "Refunds" }],
      tool_calls: [
        call(1, "Triage", "look", { order: 7 }, null),
        { ...call(1, "Triage", "transferToRefunds", {}, null), result: `{"assistant":"Refunds"}` },
        call(1, "Refunds", "refund", { order: 7 }, "There is no order 7."),
      ],
    }),
  );
  expect(path).toEqual([
    { turn: 1, agent: "Triage", reply: "One moment." },
    { turn: 1, agent: "Triage", call: "look", arguments: { order: 7 }, result: "done" },
    { turn: 1, agent: "Triage", call: "transferToRefunds", arguments: {} },
    { turn: 1, agent: "Triage", handoff: "Refunds" },
    {
      turn: 1,
      agent: "Refunds",
      call: "refund",
      arguments: { order: 7 },
      result: "Error: There is no order 7.",
      error: "There is no order 7.",
    },
    { turn: 1, agent: "Refunds", reply: "It is not there." },
    { turn: 2, agent: "Refunds", reply: "Bye." },
  ]);
});

it("tells a handoff with which a turn ends, since no reply may follow it", () => {
  const path = pathOf(
    trial({
      turns: [{ user: "Hi!", messages: [says("A", null, ["toB"])], agent: "B" }],
      handoffs: [{ turn: 1, from: "A", to: "B" }],
      tool_calls: [call(1, "A", "toB", {}, null)],
    }),
  );
  expect(path.at(-1)).toEqual({ turn: 1, agent: "A", handoff: "B" });
});

it("cuts long texts and arguments, and no character in two", () => {
  const [reply, made] = pathOf(
    trial({
      turns: [
        { user: "Hi!", messages: [says("A", `${"x".repeat(199)}😀more`, ["note"])], agent: "A" },
      ],
      tool_calls: [call(1, "A", "note", { text: "y".repeat(1000) }, null)],
    }),
  );
  expect(reply).toEqual({ turn: 1, agent: "A", reply: `${"x".repeat(199)}…` });
  expect(made).toMatchObject({ call: "note" });
  expect(JSON.stringify(made).length).toBeLessThan(500);
});

it("reads the text of a reply in parts, and leaves out one that says nothing", () => {
  const parts = [
    { type: "text", text: "Two" },
    { type: "image_url" },
    { type: "text", text: "parts" },
  ];
  const messages = [{ role: "assistant", sender: "A", content: parts }, says("A", "  ")];
  expect(pathOf(trial({ turns: [{ user: "Hi!", messages, agent: "A" }] }))).toEqual([
    { turn: 1, agent: "A", reply: "Twoparts" },
  ]);
});
