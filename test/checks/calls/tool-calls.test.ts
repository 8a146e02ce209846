import { describe, expect, it } from "vitest";
import { asksFor, calls, handsOff, held, played, replies, says } from "../../support/played.ts";

const refund = calls("initiateRefund", { flightId: "1919", reason: "ill" });
const close = calls("caseResolved", { case: 7 });

const conversation = played([
  says("My flight, please."),
  handsOff("Cancel"),
  says("A refund."),
  refund,
  close,
  replies("It is refunded."),
]);
const ALL = ["transferToCancel", "initiateRefund", "caseResolved"];

function verdict(tool_calls: unknown, scope = conversation): string {
  return held({ tool_calls }, scope).split(":", 1)[0] as string;
}

describe("the calls of a scope", () => {
  it.each([
    ["the list is the calls, in order", ALL, "passed"],
    ["two are swapped", ["initiateRefund", "transferToCancel", "caseResolved"], "failed"],
    ["one is left out", ["transferToCancel", "initiateRefund"], "failed"],
    ["one is too many", [...ALL, "caseResolved"], "failed"],
    ["nothing is expected and something called", [], "failed"],
    [
      "a subsequence is asked for in order",
      { mode: "in_order", calls: [ALL[0], ALL[2]] },
      "passed",
    ],
    [
      "a subsequence is asked for out of order",
      { mode: "in_order", calls: [ALL[2], ALL[0]] },
      "failed",
    ],
    [
      "one call would have to stand for two, in order",
      { mode: "in_order", calls: [ALL[1], ALL[1]] },
      "failed",
    ],
    ["some are asked for in any order", { mode: "any_order", calls: [ALL[2], ALL[0]] }, "passed"],
    [
      "one call would have to stand for two, in any order",
      { mode: "any_order", calls: [ALL[1], ALL[1]] },
      "failed",
    ],
    [
      "every call is among those that may be",
      { mode: "subset", calls: [...ALL, "escalate"] },
      "passed",
    ],
    ["a call is not among those that may be", { mode: "subset", calls: ALL.slice(1) }, "failed"],
    ["exact is said in the long form", { mode: "exact", calls: ALL }, "passed"],
  ])("if %s", (_, expected, verdictOf) => {
    expect(verdict(expected)).toBe(verdictOf);
  });

  it("passes [] if nothing was called, and a loose list if nothing more was", () => {
    const silent = played([says("Hello"), replies("Hi")]);
    expect(verdict([], silent)).toBe("passed");
    expect(verdict({ mode: "subset", calls: ["escalate"] }, silent)).toBe("passed");
    expect(verdict({ mode: "any_order", calls: ["escalate"] }, silent)).toBe("failed");
  });

  it("counts handoffs, unknown tools and calls that were not executed", () => {
    const scope = played([
      says("Hello"),
      handsOff("Sales"),
      calls("noSuchTool", {}, { error: "Error: Tool noSuchTool not found." }),
      asksFor("escalate"),
    ]);
    expect(verdict(["transferToSales", "noSuchTool", "escalate"], scope)).toBe("passed");
    expect(verdict(["transferToSales", "noSuchTool"], scope)).toBe("failed");
  });

  it("allows a call in `subset` as often as it is listed", () => {
    const twice = played([says("Hello"), refund, refund]);
    const calls = ["initiateRefund"];
    expect(verdict({ mode: "subset", calls }, twice)).toBe("failed");
    expect(verdict({ mode: "subset", calls: [...calls, ...calls] }, twice)).toBe("passed");
  });
});

describe("the result of a call", () => {
  const order = { id: "A7", lines: [{ n: 1 }] };
  it.each<[what: string, answer: string, expected: unknown, fits: boolean]>([
    ["the value of a JSON text, key for key", JSON.stringify(order), order, true],
    ["a value with a key too few", JSON.stringify(order), { id: "A7" }, false],
    ["a value with matchers", JSON.stringify(order), { $partial: { lines: { $size: 1 } } }, true],
    ["a text", "Refunded A7.", "Refunded A7.", true],
    ["a matcher of a text", "Refunded A7.", { $regex: "A7" }, true],
    ["a part of a text", "Refunded A7.", "A7", false],
    ["nothing", "", "", true],
    ["a number as a number", "42", 42, true],
    ["a number as the text that it is", "42", "42", true],
    ["a JSON text's text", '"done"', "done", true],
    ["null", "null", null, true],
    [
      "a number with too many digits, as text",
      "12345678901234567890",
      "12345678901234567890",
      true,
    ],
    ["an agent that is handed to", '{"assistant":"Sales"}', { assistant: "Sales" }, true],
  ])("may be %s", (_, answer, expected, fits) => {
    const scope = played([says("Hello"), calls("look", {}, { answer })]);
    expect(verdict([{ name: "look", result: expected }], scope)).toBe(fits ? "passed" : "failed");
  });
});

describe("one expected call", () => {
  const scope = played([
    says("Hello"),
    calls("book", { seat: "1A", meals: ["vegan"] }, { error: "Error: seat 1A is taken" }),
    handsOff("Sales"),
    calls("book", { seat: "2B" }),
    calls("book", "no JSON"),
  ]);

  it.each([
    ["its name alone", { name: "book" }, true],
    ["a name nobody called", { name: "boo" }, false],
    [
      "equal arguments, whatever the order of keys",
      { name: "book", arguments: { meals: ["vegan"], seat: "1A" } },
      true,
    ],
    ["arguments with one left out", { name: "book", arguments: { seat: "1A" } }, false],
    ["arguments with one too many", { name: "book", arguments: { seat: "2B", meals: [] } }, false],
    ["arguments that are not JSON, as text", { name: "book", arguments: "no JSON" }, true],
    ["empty arguments", { name: "book", arguments: {} }, false],
    ["null for arguments", { name: "book", arguments: null }, false],
    ["who called", { name: "book", arguments: { seat: "2B" }, agent: "Sales" }, true],
    [
      "someone else who called",
      { name: "book", arguments: { seat: "2B" }, agent: "Triage" },
      false,
    ],
    [
      "that it failed",
      { name: "book", arguments: { $partial: { seat: "1A" } }, error: true },
      true,
    ],
    [
      "that it failed if it did not",
      { name: "book", arguments: { seat: "2B" }, error: true },
      false,
    ],
    ["that it did not fail", { name: "book", arguments: { seat: "2B" }, error: false }, true],
    [
      "that it did not fail if it did",
      { name: "book", arguments: { $partial: { seat: "1A" } }, error: false },
      false,
    ],
  ])("is recognized by %s", (_, call, fits) => {
    expect(verdict({ mode: "any_order", calls: [call] }, scope)).toBe(fits ? "passed" : "failed");
  });

  it("keeps arguments that are null apart from arguments that may be anything", () => {
    const calls = ["book", { name: "book", arguments: null }];
    expect(verdict({ mode: "any_order", calls }, scope)).toBe("failed");
    expect(verdict({ mode: "any_order", calls: calls.toReversed() }, scope)).toBe("failed");
  });
});

describe("why the calls are not those that were expected", () => {
  const because = (tool_calls: unknown, scope = conversation): string =>
    held({ tool_calls }, scope);

  it("shows both lists side by side", () => {
    expect(
      because([
        "transferToCancel",
        { name: "initiateRefund", arguments: { flightId: "1920", reason: "ill" } },
        { name: "escalate", agent: "Cancel" },
      ]),
    ).toMatchInlineSnapshot(`
      "failed: expected these calls and no others, in this order:
          transferToCancel() by Triage in turn 1
        ! initiateRefund({"flightId":"1919","reason":"ill"}) by Cancel in turn 2: arguments.flightId: expected "1920", got "1919"
        - escalate(…) by Cancel is missing here
        + caseResolved({"case":7}) by Cancel in turn 2 was not expected here"
    `);
  });

  it("says what is missing if nothing was called", () => {
    expect(because(["escalate"], played([says("Hello"), replies("Hi")]))).toMatchInlineSnapshot(`
      "failed: expected these calls and no others, in this order:
        - escalate(…) is missing here"
    `);
  });

  it("says what was called if nothing should have been", () => {
    expect(because([])).toMatchInlineSnapshot(`
      "failed: expected no calls, got:
        + transferToCancel() by Triage in turn 1 was not expected here
        + initiateRefund({"flightId":"1919","reason":"ill"}) by Cancel in turn 2 was not expected here
        + caseResolved({"case":7}) by Cancel in turn 2 was not expected here"
    `);
  });

  it("names every difference of a call", () => {
    expect(
      because([
        "transferToCancel",
        {
          name: "initiateRefund",
          arguments: { flightID: "1919", reason: { $regex: "^sick" } },
          agent: "Triage",
          error: true,
        },
        "caseResolved",
      ]),
    ).toMatchInlineSnapshot(`
      "failed: expected these calls and no others, in this order:
          transferToCancel() by Triage in turn 1
        ! initiateRefund({"flightId":"1919","reason":"ill"}) by Cancel in turn 2:
            arguments.flightID: expected "1919", got nothing
            arguments.reason: expected a string that matches /^sick/, got "ill"
            arguments.flightId: expected no such key, got "1919"
            agent: expected Triage, got Cancel
            error: expected the call to fail, but it answered "done"
          caseResolved({"case":7}) by Cancel in turn 2"
    `);
  });

  it("names the first that is out of order, and shows what was made", () => {
    expect(because({ mode: "in_order", calls: ["caseResolved", "initiateRefund"] }))
      .toMatchInlineSnapshot(`
        "failed: expected these calls in this order (others may come between):
            caseResolved({"case":7}) by Cancel in turn 2
          - initiateRefund(…) was not called after that, only before: initiateRefund({"flightId":"1919","reason":"ill"}) by Cancel in turn 2
          calls made: transferToCancel, initiateRefund, caseResolved"
      `);
  });

  it("names the nearest call if one is missing", () => {
    expect(
      because({
        mode: "any_order",
        calls: [
          { name: "caseResolved", arguments: { case: 8 } },
          "initiate_refund",
          "transferToCancel",
          "transferToCancel",
          "transferToChange",
        ],
      }),
    ).toMatchInlineSnapshot(`
      "failed: expected these calls in any order (others may be made too):
        - caseResolved({"case":8}) is missing; nearest is caseResolved({"case":7}) by Cancel in turn 2: arguments.case: expected 8, got 7
        - initiate_refund(…) is missing; initiateRefund was called
          transferToCancel() by Triage in turn 1
        - transferToCancel(…) is missing; it was called only once
        - transferToChange(…) is missing
        calls made: transferToCancel, initiateRefund, caseResolved"
    `);
  });

  it("names the calls that are not among those that may be", () => {
    expect(
      because({
        mode: "subset",
        calls: [
          "transferToCancel",
          { name: "initiateRefund", arguments: { flightId: "1920", reason: { $any: true } } },
        ],
      }),
    ).toMatchInlineSnapshot(`
      "failed: expected only calls in the list, each at most once, got:
          transferToCancel() by Triage in turn 1
        + initiateRefund({"flightId":"1919","reason":"ill"}) by Cancel in turn 2 is not in the list; nearest is initiateRefund({"flightId":"1920","reason":{"$any":true}}): arguments.flightId: expected "1920", got "1919"
        + caseResolved({"case":7}) by Cancel in turn 2 is not in the list"
    `);
    expect(
      because(
        { mode: "subset", calls: ["book"] },
        played([says("Hello"), calls("book"), calls("book")]),
      ),
    ).toMatchInlineSnapshot(`
      "failed: expected only calls in the list, each at most once, got:
          book() by Triage in turn 1
        + book() by Triage in turn 1 is one more than the list has"
    `);
  });

  it("tells one call too many from a call that nobody listed", () => {
    const twice = played([says("Hello"), calls("book"), calls("book"), calls("pay")]);
    expect(because({ mode: "subset", calls: ["cancel", "book"] }, twice)).toMatchInlineSnapshot(`
      "failed: expected only calls in the list, each at most once, got:
          book() by Triage in turn 1
        + book() by Triage in turn 1 is one more than the list has
        + pay() by Triage in turn 1 is not in the list"
    `);
  });

  it("says how often a tool was called that should have been called more often", () => {
    const twice = played([says("Hello"), calls("book"), calls("book")]);
    expect(because({ mode: "any_order", calls: ["book", "book", "book"] }, twice))
      .toMatchInlineSnapshot(`
        "failed: expected these calls in any order (others may be made too):
            book() by Triage in turn 1
            book() by Triage in turn 1
          - book(…) is missing; it was called only 2 times
          calls made: book ×2"
      `);
  });

  it("says that a call failed, or did not", () => {
    const outcomes = played([
      says("Hello"),
      calls("book", {}, { error: "Error: no seat" }),
      calls("pay", {}, { answer: "paid" }),
      asksFor("close"),
    ]);
    expect(
      because(
        [
          { name: "book", error: false },
          { name: "pay", error: true },
          { name: "close", error: true },
        ],
        outcomes,
      ),
    ).toMatchInlineSnapshot(`
      "failed: expected these calls and no others, in this order:
        ! book() by Triage in turn 1 (failed): error: expected the call to succeed, but it failed: Error: no seat
        ! pay() by Triage in turn 1: error: expected the call to fail, but it answered "paid"
        ! close() by Triage in turn 1: error: expected the call to fail, but it was not answered"
    `);
  });

  it("says what a call answered in place of what was expected", () => {
    const order = { id: "A7", paid: 20 };
    const outcomes = played([
      says("Hello"),
      calls("look", {}, { answer: JSON.stringify(order) }),
      calls("look", {}, { error: "no such order" }),
      calls("count", {}, { answer: "7" }),
      asksFor("close"),
    ]);
    expect(
      because(
        [
          { name: "look", result: { id: "A7", paid: { $gt: 20 } } },
          { name: "look", result: { $any: true } },
          { name: "count", result: "8" },
          { name: "close", result: "closed" },
        ],
        outcomes,
      ),
    ).toMatchInlineSnapshot(`
      "failed: expected these calls and no others, in this order:
        ! look() by Triage in turn 1: result.paid: expected a number > 20, got 20
        ! look() by Triage in turn 1 (failed): result: expected {"$any":true}, but it failed: no such order
        ! count() by Triage in turn 1: result: expected "8", got 7
        ! close() by Triage in turn 1: result: expected "closed", but it was not answered"
    `);
    expect(because({ mode: "any_order", calls: [{ name: "pay", result: { ok: true } }] }, outcomes))
      .toMatchInlineSnapshot(`
      "failed: expected these calls in any order (others may be made too):
        - pay(…) (answering {"ok":true}) is missing
        calls made: look ×2, count, close"
    `);
  });

  it("says of a call that passed what was called", () => {
    expect(because(ALL)).toMatchInlineSnapshot(
      `"passed: called: transferToCancel() by Triage in turn 1, initiateRefund({"flightId":"1919","reason":"ill"}) by Cancel in turn 2, caseResolved({"case":7}) by Cancel in turn 2"`,
    );
  });
});

it("compares arguments that hold a number which none could be as they were written", () => {
  const text = '{"id":2512292042121000001}';
  const scope = played([says("Find it."), replies(null), calls("look", text, { error: "No." })]);
  expect(held({ tool_calls: [{ name: "look", arguments: text }] }, scope)).toContain("passed: ");
  const wanted = { name: "look", arguments: { id: "2512292042121000001" } };
  expect(held({ tool_calls: [wanted] }, scope)).toContain(
    `expected {"id":"2512292042121000001"}, got ${JSON.stringify(text)}`,
  );
});
