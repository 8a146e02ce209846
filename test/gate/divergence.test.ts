import { expect, it } from "vitest";
import { divergence } from "../../src/gate/divergence.ts";
import type { PathStep } from "../../src/results/gate-result.ts";

const hello: PathStep = { turn: 1, agent: "A", reply: "Hello." };
const refund = (order: number): PathStep => ({
  turn: 1,
  agent: "A",
  call: "refund",
  arguments: { order },
});
const told = (result: string): PathStep => ({ ...refund(7), result }) as PathStep;
const sets = (refunded: unknown): PathStep =>
  ({ ...refund(7), context_variables: { refunded } }) as PathStep;
const toB: PathStep = { turn: 1, agent: "A", handoff: "B" };
const bye = (text: string): PathStep => ({ turn: 2, agent: "B", reply: text });

const at = (baseline: readonly PathStep[], now: readonly PathStep[]) =>
  divergence({ trial: 1, path: baseline }, { trial: 2, path: now });

it.each<[sentence: string, PathStep[], PathStep[], { differs: string; step: number } | undefined]>([
  [
    "another handoff",
    [hello, toB],
    [hello, { ...toB, handoff: "C" }],
    { differs: "step", step: 2 },
  ],
  ["a call in place of a reply", [hello], [refund(7)], { differs: "step", step: 1 }],
  ["the same by another agent", [hello], [{ ...hello, agent: "B" }], { differs: "step", step: 1 }],
  ["the same a turn later", [hello], [{ ...hello, turn: 2 }], { differs: "step", step: 1 }],
  [
    "a call that fails",
    [refund(7)],
    [{ ...refund(7), error: "No." } as PathStep],
    { differs: "step", step: 1 },
  ],
  ["other arguments", [hello, refund(7)], [hello, refund(8)], { differs: "arguments", step: 2 }],
  ["an end that comes sooner", [hello, toB], [hello], { differs: "step", step: 2 }],
  ["an end that comes later", [hello], [hello, toB], { differs: "step", step: 2 }],
  [
    "other words before another handoff",
    [bye("Yes."), toB],
    [bye("No."), { ...toB, handoff: "C" }],
    { differs: "step", step: 2 },
  ],
  [
    "other words and nothing else",
    [hello, bye("Yes.")],
    [hello, bye("No.")],
    { differs: "wording", step: 2 },
  ],
  [
    "another answer and other words",
    [hello, told("Refunded."), bye("Yes.")],
    [hello, told("Closed."), bye("No.")],
    { differs: "result", step: 2 },
  ],
  [
    "another answer before another handoff",
    [told("Refunded."), toB],
    [told("Closed."), { ...toB, handoff: "C" }],
    { differs: "step", step: 2 },
  ],
  ["an answer that only one side has kept", [told("Refunded.")], [refund(7)], undefined],
  [
    "what a call changed in the context variables, and later words",
    [hello, sets(7), bye("Yes.")],
    [hello, sets(8), bye("No.")],
    { differs: "context", step: 2 },
  ],
  [
    "the context variables before a tool answers otherwise",
    [sets(7), told("Refunded.")],
    [sets(8), told("Closed.")],
    { differs: "context", step: 1 },
  ],
  [
    "another answer, with which other context variables come",
    [{ ...told("Refunded."), context_variables: { refunded: 7 } } as PathStep],
    [{ ...told("Closed."), context_variables: { refunded: 8 } } as PathStep],
    { differs: "result", step: 1 },
  ],
  [
    "another handoff after other context variables",
    [sets(7), toB],
    [sets(8), { ...toB, handoff: "C" }],
    { differs: "step", step: 2 },
  ],
  ["nothing", [hello, refund(7), bye("Yes.")], [hello, refund(7), bye("Yes.")], undefined],
])("trials that differ in %s", (_, baseline, now, expected) => {
  const found = at(baseline, now);
  expect(found && { differs: found.differs, step: found.step }).toEqual(expected);
});

it("shows the step before and two after, side by side", () => {
  const now: PathStep[] = [hello, hello, refund(8)];
  expect(at([hello, hello, refund(7), toB, bye("Yes."), bye("Bye.")], now)).toEqual({
    differs: "arguments",
    step: 3,
    turn: 1,
    tool_answer_differs_at: null,
    baseline_trial: 1,
    trial: 2,
    rows: [
      { step: 2, baseline: hello, now: hello },
      { step: 3, baseline: refund(7), now: refund(8) },
      { step: 4, baseline: toB, now: null },
      { step: 5, baseline: bye("Yes."), now: null },
    ],
  });
});

it("names the first tool that answered otherwise before, and shows it", () => {
  const then = [told("Refunded."), hello, hello, toB];
  const now = [told("Closed."), hello, hello, bye("No.")];
  expect(at(then, now)).toMatchObject({
    differs: "step",
    step: 4,
    tool_answer_differs_at: 1,
    rows: [
      { step: 1, baseline: told("Refunded."), now: told("Closed.") },
      { step: 3 },
      { step: 4, baseline: toB, now: bye("No.") },
    ],
  });
});

it("names no other answer at the divergence itself, or after it", () => {
  expect(at([told("Refunded.")], [told("Closed.")])?.tool_answer_differs_at).toBeNull();
  expect(
    at([told("Refunded."), toB], [told("Refunded."), hello])?.tool_answer_differs_at,
  ).toBeNull();
  const late = at([toB, told("Refunded.")], [hello, told("Closed.")]);
  expect(late).toMatchObject({ differs: "step", step: 1, tool_answer_differs_at: null });
});

it("says what differs in the context variables, as deep inside as can be told", () => {
  expect(at([sets({ order: 7, by: "card" })], [sets({ order: 7, at: 3 })])?.values).toEqual([
    { of: "context_variables", path: "refunded.by", baseline: "card" },
    { of: "context_variables", path: "refunded.at", now: 3 },
  ]);
});

it("says what differs in the state at the end, where the agents did the same", () => {
  const ended = (state: unknown, ...path: PathStep[]) => ({ trial: 1, path, state });
  const [then, now] = [{ orders: { A7: "refunded" } }, { orders: { A7: "paid" } }];
  expect(divergence(ended(then, hello, bye("Yes.")), ended(now, hello, bye("No.")))).toMatchObject({
    differs: "state",
    step: 2,
    values: [{ of: "state", path: "orders.A7", baseline: "refunded", now: "paid" }],
  });
  expect(divergence(ended(undefined, hello), ended(now, hello))).toBeUndefined();
  expect(divergence(ended(then, hello), ended(now, toB))?.values).toBeUndefined();
});
