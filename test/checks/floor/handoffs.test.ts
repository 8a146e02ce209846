import { describe, expect, it } from "vitest";
import { checkScope } from "../../../src/checks/check-scope.ts";
import { handsOff, held, played, replies, says, turnOf } from "../../support/played.ts";

const there = played([
  says("My flight."),
  handsOff("Flights"),
  handsOff("Cancel"),
  says("Something else."),
  handsOff("Triage"),
  handsOff("Flights"),
  replies("Yes?"),
]);
const silent = turnOf(played([says("Hello"), replies("Hi")]));

function verdict(handoffs: unknown, scope = there): string {
  return held({ handoffs }, scope).split(":", 1)[0] as string;
}

const ROUTE = ["Flights", "Cancel", "Triage", "Flights"];

describe("the route of a conversation", () => {
  it.each([
    ["it is the list", ROUTE, "passed"],
    ["one is missing from the list", ROUTE.slice(0, 3), "failed"],
    ["one is too many in the list", [...ROUTE, "Cancel"], "failed"],
    ["none is expected", [], "failed"],
    ["it is the list, in the long form", { route: ROUTE }, "passed"],
    ["a part is asked for in order", { mode: "in_order", route: ["Flights", "Triage"] }, "passed"],
    [
      "a part is asked for out of order",
      { mode: "in_order", route: ["Triage", "Cancel"] },
      "failed",
    ],
    [
      "a part is asked for in any order",
      { mode: "any_order", route: ["Triage", "Cancel"] },
      "passed",
    ],
    [
      "one is asked for more often than it was taken",
      { mode: "any_order", route: ["Cancel", "Cancel"] },
      "failed",
    ],
    ["all of it may be", { mode: "subset", route: [...ROUTE, "Sales"] }, "passed"],
    [
      "one of it may not be so often",
      { mode: "subset", route: ["Flights", "Cancel", "Triage"] },
      "failed",
    ],
    ["an edge was not taken that never may be", { never: [["Cancel", "Sales"]] }, "passed"],
    ["an edge was taken the other way round", { never: [["Triage", "Cancel"]] }, "passed"],
    ["an edge was taken that never may be", { never: [["Cancel", "Triage"]] }, "failed"],
    ["there are as many handoffs as there may be", { max: 4 }, "passed"],
    ["there are more handoffs than there may be", { max: 3 }, "failed"],
  ])("if %s", (_, expected, verdictOf) => {
    expect(verdict(expected)).toBe(verdictOf);
  });

  it("is empty if nothing was handed off", () => {
    expect(verdict([], silent)).toBe("passed");
    expect(verdict({ max: 0 }, silent)).toBe("passed");
    expect(verdict(["Sales"], silent)).toBe("failed");
  });
});

describe("why the route is not the expected one", () => {
  const went = "the route was Triage → Flights → Cancel → Triage → Flights";

  it.each([
    [
      ["Flights", "Change", "Triage", "Flights"],
      "expected handoffs to Flights, Change, Triage, Flights, and no others; handoff 2, Flights → Cancel in turn 1, came instead of Change",
    ],
    [
      [...ROUTE, "Sales"],
      "expected handoffs to Flights, Cancel, Triage, Flights, Sales, and no others; handoff 5, to Sales, is missing",
    ],
    [
      ROUTE.slice(0, 3),
      "expected handoffs to Flights, Cancel, Triage, and no others; handoff 4, Triage → Flights in turn 2, was not expected",
    ],
    [
      ["Triage", "Flights"],
      "expected handoffs to Triage, Flights, and no others; handoff 1, Triage → Flights in turn 1, came instead of Triage (a route does not name the agent it begins with)",
    ],
    [[], "expected no handoffs"],
    [
      { mode: "in_order", route: ["Flights", "Cancel", "Change", "Flights"] },
      "expected handoffs to Flights, Cancel, Change, Flights in this order (others may come between); Change is missing after Cancel",
    ],
    [
      ["Sales"],
      "expected handoffs to Sales, and no others; handoff 1, Triage → Flights in turn 1, came instead of Sales",
    ],
    [
      { mode: "in_order", route: ["Sales", "Flights"] },
      "expected handoffs to Sales, Flights in this order (others may come between); Sales is missing",
    ],
    [
      { mode: "in_order", route: ["Flights", "Sales"] },
      "expected handoffs to Flights, Sales in this order (others may come between); Sales is missing after Flights",
    ],
    [
      { mode: "any_order", route: ["Cancel", "Change", "Sales"] },
      "expected handoffs to Cancel, Change, Sales in any order (others may be made too); missing: Change, Sales",
    ],
    [
      { mode: "subset", route: ["Flights", "Cancel"] },
      "expected handoffs only to Flights, Cancel, each at most once; not in the list: Cancel → Triage in turn 2, Triage → Flights in turn 2",
    ],
    [
      { never: [["Triage", "Flights"]] },
      "expected no handoff Triage → Flights, got one in turn 1, 2",
    ],
    [{ max: 1 }, "expected at most 1 handoff, got 4"],
  ])("is said of %j", (handoffs, reason) => {
    expect(held({ handoffs }, there)).toBe(`failed: ${reason}\n${went}`);
  });

  it("is all that is wrong", () => {
    expect(held({ handoffs: { route: ["Flights"], never: [["Cancel", "Triage"]], max: 2 } }, there))
      .toMatchInlineSnapshot(`
        "failed: expected handoffs to Flights, and no others; handoff 2, Flights → Cancel in turn 1, was not expected
        expected no handoff Cancel → Triage, got one in turn 2
        expected at most 2 handoffs, got 4
        the route was Triage → Flights → Cancel → Triage → Flights"
      `);
  });

  it("names the first of many handoffs, and a loop once", () => {
    const route = (to: (index: number) => string): string =>
      held(
        { handoffs: { max: 5 } },
        played([says("Hello"), ...Array.from({ length: 60 }, (_, index) => handsOff(to(index)))]),
      );
    expect(route((index) => `A${index}`)).toMatchInlineSnapshot(`
      "failed: expected at most 5 handoffs, got 60
      the route was Triage → A0 → A1 → A2 → A3 → A4 → A5 → A6 → A7 → A8 → A9 → A10 → A11 → A12 → A13 → A14 → A15 → A16 → A17 → A18 → … 41 more"
    `);
    expect(route((index) => (index % 2 ? "A" : "B"))).toMatchInlineSnapshot(`
      "failed: expected at most 5 handoffs, got 60
      the route was Triage → (B → A, 30 times)"
    `);
  });
});

it("carries the route that was expected and the one that was taken, in the exact mode", () => {
  const found = (handoffs: object): unknown =>
    checkScope({ handoffs: { mode: "exact", ...handoffs } }, there)[0];
  expect(found({ route: ROUTE })).toMatchObject({ expected: ROUTE, actual: ROUTE });
  expect(found({ route: ["Sales"] })).toMatchObject({ expected: ["Sales"], actual: ROUTE });
  expect(found({ mode: "subset", route: ["Sales"] })).not.toHaveProperty("expected");
  expect(found({ max: 1 })).not.toHaveProperty("actual");
});
