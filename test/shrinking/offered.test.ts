import { expect, it } from "vitest";
import { offeredBy, offeringLess, type OfferedPart } from "../../src/shrinking/offered.ts";

const tool = (name: string) => ({ type: "function", function: { name, parameters: {} } });
const CHAT = {
  model: "gpt-5.4",
  messages: [
    { role: "system", content: "Be kind. Be brief.\nBe kind to all." },
    { role: "user", content: "Be kind. Be brief." },
  ],
  tools: [tool("refund"), tool("lookUp")],
  tool_choice: { type: "function", function: { name: "refund" } },
  parallel_tool_calls: false,
};
const desk = (kind: OfferedPart["kind"], text: string): OfferedPart => ({
  agent: "Desk",
  kind,
  text,
});

it("finds what a request offers", () => {
  expect(offeredBy(CHAT, "Desk")).toEqual([
    desk("tool", "refund"),
    desk("tool", "lookUp"),
    desk("instruction", "Be kind."),
    desk("instruction", "Be brief."),
    desk("instruction", "Be kind to all."),
  ]);
  expect(
    offeredBy({ model: "gpt-5.4", messages: [{ role: "user", content: "Hi." }] }, "Desk"),
  ).toEqual([]);
});

it("leaves out what is named, of this agent alone, and nothing that is said", () => {
  const leftOut = [desk("tool", "lookUp"), desk("instruction", "Be kind.")];
  const less = offeringLess(CHAT, "Desk", leftOut);
  expect(less).toEqual({
    ...CHAT,
    messages: [{ role: "system", content: "Be brief.\nBe kind to all." }, CHAT.messages[1]],
    tools: [tool("refund")],
  });
  expect(offeringLess(CHAT, "Triage", leftOut)).toBe(CHAT);
});

it("does not force a tool that is left out", () => {
  const { tool_choice: _, ...rest } = CHAT;
  const less = offeringLess(CHAT, "Desk", [desk("tool", "refund")]);
  expect(less).toEqual({ ...rest, tools: [tool("lookUp")] });
});

it("sends neither an empty list of tools nor an empty message", () => {
  const { model, messages } = CHAT;
  const less = offeringLess(CHAT, "Desk", offeredBy(CHAT, "Desk"));
  expect(less).toEqual({ model, messages: messages.slice(1) });
});
