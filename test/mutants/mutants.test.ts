import { describe, expect, it } from "vitest";
import { readCase } from "../../src/cases/reading/read-case.ts";
import type { PlayedTurn } from "../../src/checks/effects/effects.ts";
import { closed, held } from "../../src/mutants/held.ts";
import type { Mutant } from "../../src/mutants/mutant.ts";
import { mutantsOf } from "../../src/mutants/mutants.ts";
import { shortForm } from "../../src/mutants/short-form.ts";
import { calls, handsOff, played, replies, says, type Event } from "../support/played.ts";

const NAMES = { agents: ["Triage", "Refunds", "Sales"], tools: ["look", "refund"] };

/** One turn in which these things happen. */
function turn(events: readonly Event[], after: object = {}): PlayedTurn[] {
  const scope = played([says("Where is my order A7?"), ...events], {
    contextVariables: [{}, after],
  });
  return [{ ...scope, turn: 1 }];
}

function caseOf(expected: object, more: object = {}) {
  const line = { id: "one", user: "Hi", expect: { max_model_calls: 9, ...expected }, ...more };
  const read = readCase(JSON.stringify(line));
  if (read === undefined) throw new Error("no such case");
  return read;
}

function mutantOf(turns: readonly PlayedTurn[], fault: Mutant["fault"], what = ""): Mutant {
  const found = mutantsOf(turns, NAMES).find(
    (one) => one.fault === fault && one.what.includes(what),
  );
  if (found === undefined) throw new Error(`no ${fault}`);
  return found;
}

/** What becomes of a mutant, and why. */
function fate(turns: readonly PlayedTurn[], mutant: Mutant, expected: object): string {
  const { fate: is, reason } = held(caseOf(expected), turns, mutant);
  return reason === undefined ? is : `${is}: ${reason}`;
}

function suggestion(turns: readonly PlayedTurn[], mutant: Mutant, expected: object = {}): object {
  const { suggestions } = closed(caseOf(expected), [turns], [mutant]);
  return Object.fromEntries(suggestions.map((one) => [one.key, shortForm(one)]));
}

describe("a mutant", () => {
  it("of a handoff leads to another agent, which does what follows, and is active at the end", () => {
    const turns = turn([handsOff("Refunds"), calls("refund"), replies("Done.")]);
    const mutant = mutantOf(turns, "handoff elsewhere");
    const [mutated] = mutant.turns();
    expect(mutant).toMatchObject({ agent: "Triage", edge: "Triage → Refunds" });
    expect(mutated?.after.agent).toBe("Sales");
    expect(mutated?.steps.filter(({ agent }) => agent === "Refunds")).toEqual([]);
    expect(fate(turns, mutant, { handoffs: ["Refunds"] })).toBe("killed");
    expect(fate(turns, mutant, { handoffs: { max: 1 } })).toBe("survived");
  });

  it("of a handoff ends where the other agent hands on", () => {
    const turns = turn([
      handsOff("Refunds"),
      handsOff("Triage"),
      handsOff("Refunds"),
      calls("look"),
    ]);
    const [mutated] = mutantOf(turns, "handoff elsewhere").turns();
    const handoffs = mutated?.steps.flatMap((step) =>
      step.type === "handoff" ? [`${step.agent} → ${step.to}`] : [],
    );
    expect(handoffs).toEqual(["Triage → Sales", "Sales → Triage", "Triage → Refunds"]);
    expect(mutated?.after.agent).toBe("Refunds");
  });

  it("of an argument has another value of the same kind, and no words where a model chose them", () => {
    const turns = turn([
      calls("refund", { order: "A7", amount: 9, urgent: true, note: "It came far too late" }),
    ]);
    const whats = mutantsOf(turns, NAMES)
      .filter(({ fault }) => fault === "argument changed")
      .map(({ what }) => what.slice(what.indexOf("): ") + 3));
    expect(whats).toEqual([
      'order: "A7" becomes "A8"',
      "amount: 9 becomes 10",
      "urgent: true becomes false",
      'note: "It came far too late" becomes ""',
    ]);
  });

  it.each<[why: string, fault: Mutant["fault"], expected: object]>([
    [
      "the case lets other calls be made",
      "call doubled",
      { tool_calls: { mode: "in_order", calls: ["refund"] } },
    ],
    [
      "the case lets other calls be made",
      "call doubled",
      { tool_calls: { mode: "any_order", calls: ["refund"] } },
    ],
    [
      "the case lets calls be left out",
      "call dropped",
      { tool_calls: { mode: "subset", calls: ["refund"] } },
    ],
    [
      "a matcher of the case says what may vary",
      "argument changed",
      { tool_calls: [{ name: "refund", arguments: { order: { $any: true } } }] },
    ],
    [
      "a matcher of the case says what may vary",
      "context change lost",
      { context_variables: { $not: { x: 1 } } },
    ],
    ["only a judge could tell other words", "reply replaced", {}],
  ])("is left out where %s: %s", (why, fault, expected) => {
    const turns = turn([calls("refund", { order: "A7" }), replies("Done.")], { done: true });
    expect(fate(turns, mutantOf(turns, fault), expected)).toBe(`left out: ${why}`);
  });

  it("is unknown where a judge might notice it, and a hole where none would", () => {
    const turns = turn([calls("refund", { order: "A7" }), replies("A7 is refunded.")]);
    const judged = { output: { judge: "Names the order." } };
    expect(fate(turns, mutantOf(turns, "reply replaced"), judged)).toContain("unknown: a judge");
    expect(fate(turns, mutantOf(turns, "call dropped"), judged)).toBe("survived");
  });
});

describe("a suggestion", () => {
  it("keeps what the case says, and says no more than closes the hole", () => {
    const turns = turn([calls("look", { order: "A7" }), calls("refund", { order: "A7", sum: 9 })]);
    const given = { tool_calls: { mode: "in_order", calls: ["refund"] } };
    expect(suggestion(turns, mutantOf(turns, "argument changed", "sum: 9"), given)).toEqual({
      tool_calls: {
        mode: "in_order",
        calls: [{ name: "refund", arguments: { $partial: { sum: 9 } } }],
      },
    });
    expect(suggestion(turns, mutantOf(turns, "call dropped", "look"), given)).toEqual({
      tool_calls: { mode: "in_order", calls: ["look", "refund"] },
    });
  });

  it("asks of a reply for what came from a tool, and of words that there are some", () => {
    const shipped = calls("look", { order: "A7" }, { answer: '{"parcel":"PK-204"}' });
    const turns = turn([shipped, replies("In 2 days you get parcel PK-204 for A7.")]);
    expect(suggestion(turns, mutantOf(turns, "reply replaced"))).toEqual({
      output: { contains: "PK-204" },
    });
    const silent = turn([replies("With pleasure.")]);
    expect(suggestion(silent, mutantOf(silent, "reply emptied"))).toEqual({
      output: { regex: "\\S" },
    });
    const by = { output: { by: "Sales", contains: "x" } };
    const spoken = turn([
      replies("x"),
      handsOff("Sales"),
      replies("x"),
      handsOff("Triage"),
      replies("5 days."),
    ]);
    expect(suggestion(spoken, mutantOf(spoken, "reply replaced"), by)).toEqual({
      said: { contains: "5" },
    });
  });

  it("is none where what it says would not close the hole", () => {
    const spoken = turn([replies("5 days."), handsOff("Sales"), replies("5 days.")]);
    const by = { output: { by: "Triage", contains: "days" } };
    expect(suggestion(spoken, mutantOf(spoken, "reply replaced"), by)).toEqual({});
  });

  it("asks for no time and no random id", () => {
    const value = {
      at: "2026-11-30T09:00:00Z",
      id: "0b7e2c1a-9f7d-4a55-8d0c-3f1e2d4c5b6a",
      sum: 9,
    };
    const turns = turn([calls("refund")], { last: value });
    expect(suggestion(turns, mutantOf(turns, "context change lost"))).toEqual({
      context_variables: { last: { at: { $any: true }, id: { $any: true }, sum: 9 } },
    });
  });
});
