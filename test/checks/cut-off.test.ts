import { expect, it } from "vitest";
import {
  calls,
  endedBy,
  handsOff,
  held,
  played,
  replies,
  says,
  turnOf,
  type Event,
} from "../support/played.ts";

const asked = says("hi");
const cut = endedBy("length", replies("Your order"));

it.each<[string, object, readonly Event[]]>([
  ["no calls", { tool_calls: [] }, [asked, cut]],
  ["only calls of a list", { tool_calls: { mode: "subset", calls: ["refund"] } }, [asked, cut]],
  ["a call that is not made", { not_called: ["refund"] }, [asked, cut]],
  ["no handoffs", { handoffs: [] }, [asked, cut]],
  ["a handoff that is not made", { handoffs: { never: [["Triage", "Sales"]] } }, [asked, cut]],
  ["who is active all along", { final_agent: "Triage" }, [asked, cut]],
  ["words that are not said", { output: { not_contains: "sorry" } }, [asked, cut]],
  ["a budget", { max_model_calls: 1 }, [asked, cut]],
  ["what stays as it is", { context_variables: { a: { $absent: true } } }, [asked, cut]],
  ["an earlier turn that was cut", { tool_calls: [] }, [asked, cut, says("and?"), replies("7.")]],
  ["a filter", { tool_calls: [] }, [asked, endedBy("content_filter", replies("Your"))]],
])("is not met by a reply that was cut off where silence would do: %s", (_, expected, events) => {
  const reason = held(expected, played(events));
  expect(reason).toMatch(/^failed: .*, but an agent that says and does nothing would meet this/);
  expect(reason).toMatch(/\nthe reply of Triage in turn 1 was cut off .*: finish_reason \w+$/);
  const whole = events.map((event) => endedBy("stop", event));
  expect(held(expected, played(whole))).toMatch(/^passed: /);
});

it.each<[string, object, readonly Event[]]>([
  ["what it said", { output: { contains: "order" } }, [asked, cut]],
  [
    "what was called before",
    { tool_calls: ["refund"] },
    [asked, replies(""), calls("refund"), cut],
  ],
  ["who took over before", { final_agent: "Sales" }, [asked, replies(""), handsOff("Sales"), cut]],
  ["calls after a cut one", { not_called: ["a"] }, [asked, cut, calls("b"), replies("Done.")]],
])("is met by a reply that was cut off: %s", (_, expected, events) => {
  expect(held(expected, played(events))).toMatch(/^passed: /);
});

it("names the cut where a check fails, once in a scope", () => {
  const expected = { output: { contains: "7" }, max_model_calls: 0, agent: "Sales" };
  expect(held(expected, turnOf(played([asked, cut])))).toMatchInlineSnapshot(`
    "failed: expected Sales to be active at the end of turn 1, got Triage: there was no handoff in this turn
    the reply of Triage in turn 1 was cut off at its limit of tokens: finish_reason length
    failed: expected the reply to contain "7"
    Triage in turn 1 said "Your order"
    failed: expected at most 0 model calls, got 1"
  `);
});
