import { toolCalls } from "../src/checks/calls/tool-calls.ts";
import type { Figure } from "./figure.ts";
import { median } from "./measured.ts";

const CALLS = 1000;

/** How long it takes to pair a thousand calls of one tool with their expectations, listed in reverse. */
export function reversedCallsFigures(): Figure[] {
  const steps = Array.from({ length: CALLS }, (_, index) => ({
    type: "tool_call" as const,
    turn: 1,
    at: 0,
    agent: "A",
    id: `call_${index}`,
    name: "book",
    arguments: { seat: index },
    executed: true,
  }));
  const moment = { agent: "A", contextVariables: {}, state: undefined };
  const scope = { turn: 1, steps, before: moment, after: moment, costs: [] };
  const calls = steps.map(({ name, arguments: args }) => ({ name, arguments: args })).toReversed();
  return (["any_order", "subset"] as const).map((mode) => {
    const times = Array.from({ length: 9 }, () => {
      const began = performance.now();
      if (toolCalls({ mode, calls }, scope).verdict !== "passed") throw new Error("it should hold");
      return performance.now() - began;
    });
    return {
      what: `1,000 calls in reverse, ${mode}`,
      value: median(times),
      unit: " ms",
      atMost: 10,
    };
  });
}
