import { expect, it } from "vitest";
import { casesIn, problemsIn } from "../support/case-file.ts";

const withFaults = (...faults: readonly unknown[]) => ({
  faults,
  id: "a",
  user: "Hi!",
  expect: { tool_calls: [] },
});

it.each<[title: string, faults: readonly unknown[], problem: string]>([
  ["no faults", [], "faults: it is empty: leave it out."],
  ["a word", ["timeout"], 'faults[0]: it must be a fault, {…}, not "timeout".'],
  [
    "a fault of nothing",
    [{ give: "error" }],
    'faults[0]: it needs "tool", or "model_call" for a request to a model.',
  ],
  ["a fault that gives nothing", [{ tool: "refund" }], 'faults[0]: "give" is missing.'],
  [
    "call 0",
    [{ tool: "refund", call: 0, give: "error" }],
    "faults[0].call: it must be at least 1, not 0.",
  ],
  [
    "all calls",
    [{ tool: "refund", call: "all", give: "error" }],
    'faults[0].call: it must be the number of a call, from 1, or "every", not "all".',
  ],
  [
    "another word",
    [{ tool: "refund", give: "slow" }],
    'faults[0].give: it must be one of timeout, error, lost, truncated, corrupt, not "slow".',
  ],
  [
    "a status for a tool",
    [{ tool: "refund", give: 429 }],
    "faults[0].give: it must be one of timeout, error, lost, truncated, corrupt, or an object with error, result or slow, not 429.",
  ],
  [
    "two things at once",
    [{ tool: "refund", give: { error: "no", slow: 10 } }],
    "faults[0].give: it needs one of error, result and slow.",
  ],
  [
    "no time at all",
    [{ tool: "refund", give: { slow: 0 } }],
    "faults[0].give.slow: it must be at least 1, not 0.",
  ],
  [
    "an answer of a tool for a model",
    [{ model_call: 1, give: "lost" }],
    'faults[0].give: it must be one of 429, 500, reset, cut, refusal, not "lost".',
  ],
  [
    "two for one call, said or not",
    [
      { tool: "refund", give: "error" },
      { tool: "refund", call: 1, give: "lost" },
    ],
    "faults: two of them meet in call 1 of refund, which can have only one.",
  ],
  [
    "one for every call, and another",
    [
      { tool: "refund", call: "every", give: "error" },
      { tool: "refund", call: 2, give: "lost" },
    ],
    "faults: two of them meet in call 2 of refund, which can have only one.",
  ],
  [
    "two for one request",
    [
      { model_call: 2, give: 429 },
      { model_call: 2, give: 500 },
    ],
    "faults: two of them meet in model call 2, which can have only one.",
  ],
])("refuses %s", async (_, faults, problem) => {
  const told = await problemsIn([withFaults(...faults)]);
  expect(told.split("\n")[0]?.replace(/^cases\.jsonl:1:\d+: /, "")).toBe(problem);
});

it("puts a fault into the first call unless it says which", async () => {
  const faults = [
    { tool: "refund", give: "lost" },
    { tool: "refund", call: 2, give: { result: null } },
    { tool: "close", call: "every", give: { slow: 10 } },
    { model_call: 1, give: 429 },
  ];
  const [read] = await casesIn([withFaults(...faults)]);
  expect(read?.faults).toEqual([{ tool: "refund", call: 1, give: "lost" }, ...faults.slice(1)]);
});
