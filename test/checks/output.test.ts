import { describe, expect, it } from "vitest";
import { asksFor, calls, held, played, replies, says } from "../support/played.ts";

const scope = played([
  says("A refund."),
  replies("One moment."),
  calls("initiateRefund"),
  replies("Your Refund of $120 was made. 환불 완료."),
]);

function verdict(output: unknown, of = scope): string {
  return held({ output }, of).split(":", 1)[0] as string;
}

describe("the last reply", () => {
  it.each([
    ["contains a part", { contains: "$120" }, true],
    ["contains every part", { contains: ["$120", "환불"] }, true],
    ["lacks one of the parts", { contains: ["$120", "voucher"] }, false],
    ["contains a part in other letters", { contains: "refund" }, false],
    ["contains a part of an earlier one", { contains: "One moment" }, false],
    ["lacks what it must not contain", { not_contains: ["voucher", "sorry"] }, true],
    ["contains what it must not", { not_contains: ["voucher", "Refund"] }, false],
    ["matches a pattern somewhere", { regex: "\\$\\d+" }, true],
    ["matches a pattern in either case", { regex: "[Rr]efund" }, true],
    ["does not match a pattern", { regex: "^Refund" }, false],
    ["equals a text", { equals: "Your Refund of $120 was made. 환불 완료." }, true],
    ["goes on after a text", { equals: "Your Refund of $120 was made." }, false],
    ["contains a part in either case", { icontains: ["REFUND", "your"] }, true],
    ["lacks a part in either case", { icontains: "refunds" }, false],
    ["takes no letter of a part for a pattern", { icontains: "$120 w.s" }, false],
    ["does one thing of two", { contains: "Refund", regex: "^Refund" }, false],
  ])("%s", (_, expected, holds) => {
    expect(verdict(expected)).toBe(holds ? "passed" : "failed");
  });

  it.each([
    ["alone", ' {"orders":[{"id":"A7","sum":12}]}\n', true],
    ["in a fence", 'Here:\n\n```json\n{"orders":[{"id":"A7","sum":12}],"more":1}\n```\nBye.', true],
    ["in a fence of Windows", '~~~\r\n{"orders":[{"id":"A7","sum":12}]}\r\n~~~\r\n', true],
    [
      "beside a fence of something else",
      '```sh\nls\n```\n```\n{"orders":[{"id":"A7","sum":12}]}\n```',
      true,
    ],
    ["twice", '```\n{"orders":[{"id":"A7","sum":12}]}\n```\n```\n{}\n```', false],
    ["with other values", '{"orders":[{"id":"A8","sum":12}]}', false],
    ["with a key that must not be there", '{"orders":[{"id":"A7","sum":12}],"error":""}', false],
    ["in a sentence", 'It is {"orders":[{"id":"A7","sum":12}]}', false],
  ])("is JSON %s", (_, reply, holds) => {
    const json = { orders: [{ id: "A7", sum: { $gt: 10 } }], error: { $absent: true } };
    expect(verdict({ json }, played([says("Orders?"), replies(reply)]))).toBe(
      holds ? "passed" : "failed",
    );
  });

  it("is JSON of any kind, whose numbers are not bent", () => {
    const said = (reply: string) => played([says("Orders?"), replies(reply)]);
    expect(verdict({ json: null }, said("null"))).toBe("passed");
    expect(verdict({ json: [1, 2] }, said("```\n[1, 2.0]\n```"))).toBe("passed");
    // JSON.parse reads 2^53 + 1 as 2^53.
    expect(verdict({ json: { id: 2 ** 53 } }, said('{"id":9007199254740993}'))).toBe("failed");
  });

  it("is empty if it only calls a tool", () => {
    const calling = played([says("A refund."), replies(null), asksFor("initiateRefund")]);
    expect(verdict({ equals: "" }, calling)).toBe("passed");
    expect(verdict({ contains: "refund" }, calling)).toBe("failed");
  });
});

describe("why the last reply is not the expected one", () => {
  it("says all that is wrong, and what was said", () => {
    expect(
      held(
        { output: { contains: ["voucher", "refund"], not_contains: ["was made"], regex: "^Done" } },
        scope,
      ),
    ).toMatchInlineSnapshot(`
      "failed: expected the reply to contain "voucher"
      expected the reply to contain "refund", but it contains "Refund"
      expected the reply not to contain "was made", but it does: "Your Refund of $120 was made. 환불 완료."
      expected the reply to match /^Done/
      Triage in turn 1 said "Your Refund of $120 was made. 환불 완료.""
    `);
  });

  it("says where its JSON differs, and that it is none", () => {
    const expected = { output: { json: { id: "A7", sum: { $lt: 10 } }, icontains: "yes" } };
    const said = (reply: string) => held(expected, played([says("Hi"), replies(reply)]));
    expect(said('{"id":"A8","sum":12}')).toMatchInlineSnapshot(`
      "failed: expected the reply to contain "yes" in any case
      json.id: expected "A7", got "A8"
      json.sum: expected a number < 10, got 12
      Triage in turn 1 said "{\\"id\\":\\"A8\\",\\"sum\\":12}""
    `);
    expect(said("Yes, A7.")).toMatchInlineSnapshot(`
      "failed: expected the reply to be JSON, alone or in a Markdown fence
      Triage in turn 1 said "Yes, A7.""
    `);
  });

  it("finds the same words in other letters at the very beginning", () => {
    const made = played([says("A refund."), replies("Refund made.")]);
    expect(held({ output: { contains: "refund" } }, made)).toContain('but it contains "Refund"');
  });

  it("shows long texts from where they differ", () => {
    const terms = "The fare may be changed once without a fee. ".repeat(20);
    const long = played([says("What are the terms?"), replies(`${terms}It expires in 30 days.`)]);
    expect(held({ output: { equals: `${terms}It expires in 60 days.` } }, long))
      .toMatchInlineSnapshot(`
      "failed: expected the reply to equal "… fee. It expires in 60 days.", got "… fee. It expires in 30 days."
      Triage in turn 1 said "The fare may be changed once without a fee. The fare may be changed once without a fee. The fare may be changed once without a fee. The fare may be changed once without a fee. The fare may be changed once without a fee. The fare may be changed once without a fee. The fare may be changed once without a fee. The fare may be changed once without a fee. The fare may be changed once without a fee. The fare may be changed once without a fee. The fare may be changed once without a fee. The fare may be changed once without a fee. The fare may be changed once without a fee. The fare may be changed onc…"
    `);
  });

  it("says where there was no reply, a refusal, or nothing", () => {
    expect(held({ output: { contains: "a" } }, played([says("Hello")]))).toMatchInlineSnapshot(
      `"failed: expected a reply, got none"`,
    );
    const refused = played([says("Hello"), replies(null, { refusal: "I cannot help with that." })]);
    expect(held({ output: { contains: "a" } }, refused)).toMatchInlineSnapshot(`
      "failed: expected the reply to contain "a"
      Triage in turn 1 said nothing, and refused: "I cannot help with that.""
    `);
    const call = {
      id: "1",
      type: "function",
      function: { name: "refund", arguments: "{}" },
    } as const;
    const calling = played([says("Hello"), replies(null, { tool_calls: [call] })]);
    expect(held({ output: { contains: "a" } }, calling)).toMatchInlineSnapshot(`
      "failed: expected the reply to contain "a"
      Triage in turn 1 said nothing, and called refund"
    `);
    const custom = { id: "1", type: "custom", custom: { name: "query", input: "1" } } as const;
    const message = { tool_calls: [custom], function_call: { name: "look", arguments: "" } };
    expect(held({ output: { contains: "a" } }, played([says("Hello"), replies(null, message)])))
      .toMatchInlineSnapshot(`
      "failed: expected the reply to contain "a"
      Triage in turn 1 said nothing, and called query, and called look"
    `);
    expect(held({ output: { contains: "a" } }, played([says("Hello"), replies("")])))
      .toMatchInlineSnapshot(`
        "failed: expected the reply to contain "a"
        Triage in turn 1 said nothing"
      `);
  });
});
