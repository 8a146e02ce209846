import { describe, expect, it } from "vitest";
import { held, played, says } from "../support/played.ts";

const BEFORE = {
  customer: { name: "John", tier: "gold" },
  bookings: [{ id: "B1", status: "open" }],
  note: "Window seat.",
};
const AFTER = {
  customer: { name: "John", tier: "gold" },
  bookings: [{ id: "B1", status: "cancelled" }],
  refund: { amount: 120, currency: "USD" },
  note: null,
};

describe.each(["context_variables", "state"] as const)("%s at the end of a scope", (key) => {
  const scope = played([says("Hello")], {
    contextVariables: [BEFORE, AFTER],
    state: [BEFORE, AFTER],
  });

  it.each([
    ["a value", { refund: { amount: 120, currency: "USD" } }, true],
    ["a part of a value", { refund: { amount: 120 } }, true],
    ["another value", { refund: { amount: 12 } }, false],
    ["a key that is not there", { voucher: "V1" }, false],
    ["null for null", { note: null }, true],
    ["null for nothing", { voucher: null }, false],
    ["a list, each element in part", { bookings: [{ status: "cancelled" }] }, true],
    ["a list of another length", { bookings: [{ status: "cancelled" }, {}] }, false],
    ["an element of a list, in part", { bookings: { $contains: { status: "cancelled" } } }, true],
    ["a matcher deep inside", { refund: { amount: { $gte: 100 } } }, true],
    ["that a key is not there", { voucher: { $absent: true } }, true],
    ["that a key is not there which is", { refund: { $absent: true } }, false],
    ["that a value is what it was", { customer: { $unchanged: true } }, true],
    ["that a value is what it was, which is not", { bookings: { $unchanged: true } }, false],
    ["that a part of a value is what it was", { bookings: [{ id: { $unchanged: true } }] }, true],
    [
      "that a part is what it was, which is new",
      { refund: { amount: { $unchanged: true } } },
      false,
    ],
    ["that what was never there is as it was", { voucher: { $unchanged: true } }, true],
    ["that what a prototype has is as it was", { toString: { $unchanged: true } }, true],
    ["that all is what it was, which is not", { $unchanged: true }, false],
    [
      "that a value is as it was or not there",
      { note: { $one_of: [{ $unchanged: true }, null] } },
      true,
    ],
  ])("holds %s", (_, expected, holds) => {
    expect(held({ [key]: expected }, scope).startsWith("passed")).toBe(holds);
  });

  it("says every difference, and where", () => {
    expect(
      held(
        {
          [key]: {
            refund: { amount: { $lt: 100 }, currency: "EUR" },
            voucher: { $any: true },
            bookings: [{ status: "open" }, { status: "open" }],
            note: { $absent: true },
          },
        },
        scope,
      ).replaceAll(key, "KEY"),
    ).toMatchInlineSnapshot(`
      "failed: refund.amount: expected a number < 100, got 120
      refund.currency: expected "EUR", got "USD"
      voucher: expected any value, got nothing
      bookings: expected 2 elements [{"status":"open"},{"status":"open"}], got 1 [{"id":"B1","status":"cancelled"}]
      note: expected no such key, got null"
    `);
  });

  it("says what changed that should have stayed", () => {
    expect(held({ [key]: { $unchanged: true } }, scope).replaceAll(key, "KEY"))
      .toMatchInlineSnapshot(`
        "failed: bookings[0].status: expected it to stay "open", got "cancelled"
        note: expected it to stay "Window seat.", got null
        refund: expected it not to appear, got {"amount":120,"currency":"USD"}"
      `);
  });

  it("says of what passed what was seen", () => {
    expect(
      held({ [key]: { refund: { amount: 120 }, voucher: { $absent: true } } }, scope).replaceAll(
        key,
        "KEY",
      ),
    ).toMatchInlineSnapshot(
      `"passed: KEY: {"refund":{"amount":120,"currency":"USD"}}; not there before or after: voucher"`,
    );
  });
});

it("does not judge a state that does not exist", () => {
  expect(held({ state: { a: 1 } }, played([says("Hello")]))).toMatchInlineSnapshot(
    `"errored: there is no state: the agents module gave none"`,
  );
});
