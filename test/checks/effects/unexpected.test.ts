import { describe, expect, it } from "vitest";
import { readCase } from "../../../src/cases/reading/read-case.ts";
import type { PlayedTurn } from "../../../src/checks/effects/effects.ts";
import { unexpectedEffects } from "../../../src/checks/effects/unexpected.ts";
import {
  calls,
  handsOff,
  played,
  replies,
  says,
  turnOf,
  type Event,
} from "../../support/played.ts";

const EMPTY = { contextVariables: {}, state: { orders: { A7: "open" }, log: [] } };
const REFUNDED = {
  contextVariables: { refunded: "A7" },
  state: { orders: { A7: "refunded" }, log: ["A7"] },
};

/** A turn with what stood before and after it. */
function turn(
  number: number,
  first: string,
  events: readonly Event[],
  before: typeof EMPTY,
  after: object,
): PlayedTurn {
  const { contextVariables, state } = { ...before, ...after };
  const scope = turnOf(
    played([says("Hi"), ...events], {
      first,
      contextVariables: [before.contextVariables, contextVariables],
      state: [before.state, state],
    }),
    number,
  );
  const steps = scope.steps.map((step) => ({ ...step, turn: number }));
  return { ...scope, turn: number, steps };
}

/** Somebody is handed to Refunds, which looks an order up and refunds it; in the second turn it says so. */
const TURNS = [
  turn(
    1,
    "Triage",
    [
      handsOff("Refunds"),
      calls("look", { order: "A7" }),
      calls("refund", { order: "A7" }),
      replies("Done."),
    ],
    EMPTY,
    REFUNDED,
  ),
  turn(2, "Refunds", [replies("A7 is refunded.")], REFUNDED as never, {}),
];

function missed(
  expectOfTurn: object | undefined,
  expectOfCase: object = { max_model_calls: 9 },
): string[] {
  const first = { user: "Hi", ...(expectOfTurn && { expect: expectOfTurn }) };
  const line = { id: "refund", turns: [first, { user: "Hi" }], expect: expectOfCase };
  const testCase = readCase(JSON.stringify(line));
  if (testCase === undefined) throw new Error("no such case");
  const { effects } = unexpectedEffects(testCase, TURNS);
  return effects.map(({ turn: at, agent, of, what, before, after }) =>
    [
      at,
      agent,
      of,
      what,
      ...(after === undefined ? [] : [`${before ?? "nothing"} → ${after}`]),
    ].join(" "),
  );
}

const HANDOFF = "1 Triage handoff Refunds";
const LOOK = '1 Refunds call look({"order":"A7"})';
const REFUND = '1 Refunds call refund({"order":"A7"})';
const VARIABLE = '1 Refunds context_variables refunded nothing → "A7"';
const ORDER = '1 Refunds state orders.A7 "open" → "refunded"';
const LOG = '1 Refunds state log [] → ["A7"]';

describe("what no check would miss", () => {
  it.each<[what: string, ofTurn: object | undefined, ofCase: object | undefined, left: string[]]>([
    [
      "is all, if only words are expected",
      { output: { contains: "Done" } },
      undefined,
      [HANDOFF, LOOK, REFUND, VARIABLE, ORDER, LOG],
    ],
    [
      "is no call of an exact list",
      { tool_calls: ["transferToRefunds", "look", "refund"] },
      undefined,
      [VARIABLE, ORDER, LOG],
    ],
    [
      "is a call that a loose list does not name",
      { tool_calls: { mode: "in_order", calls: ["refund"] } },
      undefined,
      [HANDOFF, LOOK, VARIABLE, ORDER, LOG],
    ],
    [
      "is no handoff of a route",
      { handoffs: ["Refunds"] },
      undefined,
      [LOOK, REFUND, VARIABLE, ORDER, LOG],
    ],
    [
      "is no handoff to who is active in the end",
      undefined,
      { final_agent: "Refunds" },
      [LOOK, REFUND, VARIABLE, ORDER, LOG],
    ],
    [
      "is no value that is expected of its turn",
      { state: { orders: { A7: "refunded" } } },
      undefined,
      [HANDOFF, LOOK, REFUND, VARIABLE, LOG],
    ],
    [
      "is no value that is expected of the end",
      undefined,
      { state: { log: { $size: 1 } }, context_variables: { refunded: "A7" } },
      [HANDOFF, LOOK, REFUND, ORDER],
    ],
  ])("%s", (_, ofTurn, ofCase, left) => {
    expect(missed(ofTurn, ofCase)).toEqual(left);
  });

  it("names the checks that were not asked", () => {
    const expected = { output: { judge: "Is kind." }, check: "polite", handoffs: ["Refunds"] };
    const line = { id: "a", turns: [{ user: "Hi", expect: expected }, { user: "Hi" }] };
    const testCase = readCase(JSON.stringify(line));
    expect(testCase && unexpectedEffects(testCase, TURNS)).toMatchObject({
      total: 5,
      not_asked: ["judge", "check.polite"],
    });
  });
});
