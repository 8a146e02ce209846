import type { Case } from "../src/cases/case.ts";
import { readCase } from "../src/cases/reading/read-case.ts";
import type { PlayedTurn } from "../src/checks/effects/effects.ts";
import { passes } from "../src/checks/effects/unexpected.ts";
import { held } from "../src/mutants/held.ts";
import { mutantsOf } from "../src/mutants/mutants.ts";
import type { Step } from "../src/trajectory/trajectory.ts";
import type { Figure } from "./figure.ts";
import { median } from "./measured.ts";

const TURNS = 10;
const NAMES = { agents: ["Desk", "Refunds", "Sales"], tools: ["look", "refund", "buy"] };

/** How many mutants of a conversation are held against its case in a second, beside checking it as often. */
export function mutantFigures(): Figure[] {
  const turns = Array.from({ length: TURNS }, (_, index) => turn(index + 1));
  const testCase = caseOf(turns);
  const took: number[] = [];
  const floors: number[] = [];
  for (let round = 0; round < 9; round++) {
    let began = performance.now();
    const all = mutantsOf(turns, NAMES).map((mutant) => held(testCase, turns, mutant));
    took.push((performance.now() - began) / all.length);
    began = performance.now();
    for (const _ of all) if (!passes(testCase, turns)) throw new Error("it should hold");
    floors.push((performance.now() - began) / all.length);
  }
  const what = `mutants of ${TURNS} turns, held against their case`;
  return [
    { what, value: 1000 / median(took), unit: " / s", atLeast: 1000 },
    {
      what: "  a mutant, beside one check of the conversation",
      value: median(took) / median(floors),
      unit: " ×",
      atMost: 4,
    },
  ];
}

/** Somebody is handed to Refunds and looks up and refunds an order. */
function turn(number: number): PlayedTurn {
  const order = `A${number}`;
  const args = { order, reason: { kind: "late", days: number } };
  const refunds = (done: number) =>
    Object.fromEntries(Array.from({ length: TURNS }, (_, at) => [`A${at + 1}`, at < done]));
  const moment = (done: number) => ({
    agent: "Refunds",
    contextVariables: { refunded: done },
    state: { refunds: refunds(done) },
  });
  const call = (name: string, content: string): Step[] => [
    { type: "tool_call", agent: "Refunds", id: name, name, arguments: args, executed: true },
    { type: "tool_result", agent: "Refunds", id: name, name, content, error: undefined },
  ];
  const steps: Step[] = [
    { type: "user", agent: "Refunds", content: `Refund ${order}.` },
    ...call("look", JSON.stringify({ order, price: 10 + number })),
    ...call("refund", `${order} is refunded.`),
    {
      type: "reply",
      agent: "Refunds",
      model: "m",
      message: { role: "assistant", content: `I have refunded ${order}.` },
      usage: undefined,
      finishReason: "stop",
    },
  ];
  return {
    turn: number,
    steps: steps.map((step) => ({ ...step, turn: number, at: 0 })),
    before: moment(number - 1),
    after: moment(number),
  };
}

/** A case that expects the calls, the words and the values of each turn. */
function caseOf(turns: readonly PlayedTurn[]): Case {
  const line = {
    id: "refunds",
    turns: turns.map(({ turn: number }) => ({
      user: `Refund A${number}.`,
      expect: {
        tool_calls: ["look", { name: "refund", arguments: { $partial: { order: `A${number}` } } }],
        output: { contains: `A${number}` },
        context_variables: { refunded: number },
        state: { refunds: { [`A${number}`]: true } },
      },
    })),
  };
  const read = readCase(JSON.stringify(line));
  if (read === undefined) throw new Error("no such case");
  return read;
}
