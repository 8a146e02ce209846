import { describe, expect, it } from "vitest";
import { calls, handsOff, held, played, replies, says, turnOf } from "../support/played.ts";

const scope = played([
  says("My flight."),
  handsOff("Flights"),
  says("Cancel it."),
  calls("cancelFlight", { flightId: "1919" }),
  calls("escalate"),
  replies("Done."),
]);

describe("who is active at the end", () => {
  it("passes the one who is", () => {
    expect(held({ final_agent: "Flights" }, scope)).toMatchInlineSnapshot(
      `"passed: Flights is active at the end"`,
    );
    expect(held({ agent: "Flights" }, turnOf(scope, 2))).toMatchInlineSnapshot(
      `"passed: Flights is active at the end of turn 2"`,
    );
  });

  it("fails everyone else, and says who handed off to the one who is", () => {
    expect(held({ final_agent: "Triage" }, scope)).toMatchInlineSnapshot(
      `"failed: expected Triage to be active at the end, got Flights: Triage handed off to it in turn 1"`,
    );
  });

  it("says where nothing was handed off", () => {
    const silent = turnOf(played([says("Hello"), replies("Hi")]), 3);
    expect(held({ agent: "Flights" }, silent)).toMatchInlineSnapshot(
      `"failed: expected Flights to be active at the end of turn 3, got Triage: there was no handoff in this turn"`,
    );
  });
});

describe("what must not be called", () => {
  it("passes if none of the names was called", () => {
    expect(held({ not_called: ["refund", "Escalate"] }, scope)).toMatchInlineSnapshot(
      `"passed: not called: refund, Escalate"`,
    );
  });

  it("names each call of one", () => {
    expect(
      held({ not_called: ["refund", "escalate", "cancelFlight"] }, scope),
    ).toMatchInlineSnapshot(
      `"failed: expected no call of escalate, cancelFlight, got: cancelFlight({"flightId":"1919"}) by Flights in turn 2, escalate() by Flights in turn 2"`,
    );
  });
});
