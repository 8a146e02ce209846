// The configs in configs/ are promptfoo's own examples; configs/NOTICE says which.
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { parse } from "yaml";
import { Unmapped } from "../../../src/cases/importing/unmapped.ts";
import { promptfooCases } from "../../../src/cases/promptfoo/import-promptfoo.ts";
import { readCase } from "../../../src/cases/reading/read-case.ts";

/** The cases of a config, each of which a case file takes, and what was left out. */
function imported(config: unknown, agent?: string) {
  const unmapped = new Unmapped();
  const cases = promptfooCases(config, "config.yaml", agent, unmapped);
  for (const line of cases) expect(readCase(JSON.stringify(line))).toBeDefined();
  return { cases, left: unmapped.lines() };
}

function fixture(name: string): unknown {
  return parse(readFileSync(new URL(`configs/${name}`, import.meta.url), "utf8"));
}

/** What a case expects of these assertions, and what it cannot. */
function expected(...assert: readonly object[]) {
  const vars = { prompt: "Hi!", order: "A7", plan: "file://plan.txt" };
  const { cases, left } = imported({ tests: [{ vars, assert }] });
  return { expect: (cases[0] as { expect?: object } | undefined)?.expect, left };
}

it("makes a case of each test", () => {
  const { cases, left } = imported(fixture("handoffs.yaml"), "Triage Agent");
  expect(cases).toEqual([
    {
      id: "whats-your-baggage-policy",
      agent: "Triage Agent",
      user: "What's your baggage policy?",
      expect: {
        output: { contains: ["bag"], judge: expect.stringMatching(/^Rate the response /) },
      },
    },
    {
      id: "i-want-to-change-my-seat",
      agent: "Triage Agent",
      user: "I want to change my seat",
      expect: { output: { contains: ["seat"] } },
    },
  ]);
  expect(left).toEqual(["providers: an agents module answers in their place (config.yaml)"]);
});

it("expects calls in their order, and others in any", () => {
  const { cases, left } = imported(fixture("trajectory.yaml"));
  const steps = ["lookup_reservation", "update_seat", "faq_lookup"];
  const args = { confirmation_number: "ABC123", new_seat: "14C" };
  const update = { name: "update_seat", arguments: { $partial: args } };
  expect(cases).toEqual([
    {
      id: "move-me-to-seat-14c",
      turns: [
        {
          user: "Move me to seat 14C.",
          expect: { tool_calls: { mode: "in_order", calls: steps } },
        },
      ],
      expect: {
        tool_calls: { mode: "any_order", calls: ["lookup_reservation", "faq_lookup", update] },
      },
    },
  ]);
  expect(left).toEqual([
    'assert trajectory:step-count: {"type":"span","pattern":"agent *","min":3} (move-me-to-seat-14c)',
    'assert trace-error-spans: {"max_count":0} (move-me-to-seat-14c)',
  ]);
});

it.each<[what: string, assert: object[], expectation: object]>([
  [
    "parts",
    [
      { type: "contains", value: 7 },
      { type: "contains-all", value: ["a", "b"] },
    ],
    { output: { contains: ["7", "a", "b"] } },
  ],
  [
    "parts in any case",
    [
      { type: "icontains", value: "a" },
      { type: "icontains-all", value: ["b"] },
    ],
    { output: { icontains: ["a", "b"] } },
  ],
  [
    "what is not said",
    [
      { type: "not-contains", value: "a" },
      { type: "not-contains-any", value: ["b"] },
    ],
    { output: { not_contains: ["a", "b"] } },
  ],
  [
    "one of several parts",
    [{ type: "contains-any", value: ["a.", "b"] }],
    { output: { regex: "a\\.|b" } },
  ],
  ["a beginning", [{ type: "starts-with", value: "(a" }], { output: { regex: "^\\(a" } }],
  [
    "patterns",
    [
      { type: "regex", value: "a|b" },
      { type: "not-regex", value: "c" },
    ],
    { output: { regex: "^(?=[^]*?(?:a|b))(?=[^]*?(?:^(?![^]*(?:c))))" } },
  ],
  ["a whole reply", [{ type: "equals", value: "{{ order }}" }], { output: { equals: "A7" } }],
  ["JSON", [{ type: "is-json" }], { output: { json: { $any: true } } }],
  [
    "rubrics",
    [
      { type: "llm-rubric", value: "Is kind." },
      { type: "trajectory:goal-success", value: { goal: "a refund" } },
    ],
    {
      output: {
        judge: "All of these hold:\n- Is kind.\n- The conversation reaches this goal: a refund",
      },
    },
  ],
  [
    "budgets",
    [
      { type: "cost", threshold: 0.5 },
      { type: "cost", threshold: 0.1 },
      { type: "latency", threshold: 900 },
    ],
    { max_cost: 0.1, max_latency_ms: 900 },
  ],
  [
    "no calls of a tool",
    [{ type: "not-trajectory:tool-used", value: "refund" }],
    { not_called: ["refund"] },
  ],
  [
    "exact arguments",
    [
      {
        type: "trajectory:tool-args-match",
        value: { name: "refund", arguments: { order: "{{order}}" }, mode: "exact" },
      },
    ],
    { tool_calls: { mode: "any_order", calls: [{ name: "refund", arguments: { order: "A7" } }] } },
  ],
  [
    "an exact sequence",
    [{ type: "trajectory:tool-sequence", value: { mode: "exact", steps: ["a"] } }],
    { tool_calls: ["a"] },
  ],
  [
    "a set of which all hold",
    [{ type: "assert-set", assert: [{ type: "contains", value: "a" }] }],
    { output: { contains: ["a"] } },
  ],
])("expects %s", (_, assert, expectation) => {
  expect(expected(...assert)).toEqual({ expect: expectation, left: [] });
});

it("finds in a reply what the patterns that it writes are for", () => {
  const assert = [
    { type: "contains-any", value: ["a7", "a8"] },
    { type: "starts-with", value: "Order" },
    { type: "not-regex", value: "^No" },
  ];
  const { output } = expected(...assert).expect as { output: { regex: string } };
  const pattern = new RegExp(output.regex);
  expect(["Order a7", "Order\na8"].every((reply) => pattern.test(reply))).toBe(true);
  expect(["Order a9", "My Order a7", "Order\nNo a7 "].map((reply) => pattern.test(reply))).toEqual([
    false,
    false,
    true,
  ]);
});

it.each<[what: string, assertion: object, shown: string]>([
  [
    "a program",
    { type: "javascript", value: "output.length < 9" },
    "javascript: output.length < 9",
  ],
  ["an object that is equal", { type: "equals", value: { a: 1 } }, 'equals: {"a":1}'],
  ["a file", { type: "contains", value: "file://x.txt" }, "contains: file://x.txt"],
  [
    "a threshold of a rubric",
    { type: "llm-rubric", value: "Is kind.", threshold: 0.8 },
    "llm-rubric: Is kind.",
  ],
  [
    "a pattern of names",
    { type: "trajectory:tool-used", value: "search*" },
    "trajectory:tool-used: search*",
  ],
  [
    "defaults of arguments",
    { type: "trajectory:tool-args-match", value: { name: "a", args: {}, defaults: {} } },
    'trajectory:tool-args-match: {"name":"a","args":{},"defaults":{}}',
  ],
  [
    "a template",
    { type: "contains", value: "{{ order | upper }}" },
    "contains: {{ order | upper }}",
  ],
  [
    "a variable that there is not",
    { type: "contains", value: "by {{ nobody }}" },
    "contains: by {{ nobody }}",
  ],
  ["a variable in a file", { type: "contains", value: "of {{ plan }}" }, "contains: of {{ plan }}"],
  ["a pattern that is none", { type: "regex", value: "(" }, "regex: ("],
  ["a cost without a limit", { type: "cost" }, "cost"],
  ["what is inherited", { type: "constructor" }, "constructor"],
])("names %s as what no case expects", (_, assertion, shown) => {
  expect(expected(assertion)).toEqual({
    expect: undefined,
    left: [`assert ${shown} (hi)`, "left out whole: it would expect nothing (hi)"],
  });
});

it("expects JSON, and names the schema that it has to follow", () => {
  expect(expected({ type: "is-json", value: { type: "object" } })).toEqual({
    expect: { output: { json: { $any: true } } },
    left: ['assert is-json: {"type":"object"} (hi)'],
  });
  expect(
    expected({ type: "assert-set", threshold: 0.5, assert: [] }, { type: "contains", value: "a" })
      .left,
  ).toEqual(["assert-set of which 0.5 must hold (hi)"]);
});

it("plays every variable of a list with every prompt, and reads prompts of several messages", () => {
  const chat = [
    { role: "system", content: "You refund." },
    { role: "assistant", content: "Hello." },
    { role: "user", content: "Refund {{order.id}}." },
  ];
  const { cases } = imported({
    prompts: ["{{ verb }} {{order.id}}", JSON.stringify(chat)],
    defaultTest: {
      assert: [{ type: "contains", value: "refunded" }],
      metadata: { theme: "money" },
    },
    tests: [{ vars: { verb: ["Refund", "Return"], order: { id: "A7" } } }],
  });
  const messages = [{ role: "assistant", content: "Hello." }];
  expect(cases).toMatchObject([
    { id: "refund-a7", user: "Refund A7", tags: ["theme:money"] },
    {
      id: "refund-a7-2",
      user: "Refund A7.",
      messages,
      expect: { output: { contains: ["refunded"] } },
    },
    { id: "return-a7", user: "Return A7" },
    { id: "refund-a7-3", user: "Refund A7.", messages },
  ]);
});

it("names what it leaves out of a config, and of its tests", () => {
  const assert = [{ type: "contains", value: "a" }];
  const { cases, left } = imported({
    prompts: ["file://prompt.txt", "{{ order | upper }}", "{{order}}"],
    scenarios: [],
    tests: [
      "file://more.csv",
      { description: "Refund", vars: { order: "A7" }, options: {}, assert, metadata: { n: 1 } },
    ],
  });
  expect(cases).toMatchObject([{ id: "refund-3", user: "A7" }]);
  expect(left).toEqual([
    "scenarios of the config (config.yaml)",
    "tests of file://more.csv (config.yaml)",
    "left out whole: its prompt is in a file of its own, or made by a program (refund)",
    "left out whole: its prompt needs a template engine, or a variable that it does not have (refund-2)",
    "options of a test (refund-3)",
    "metadata n of a test, which is no text (refund-3)",
  ]);
});

it("refuses what is no config, and says where", () => {
  expect(() => imported({ tests: [{ assert: [{}] }] })).toThrow(
    'config.yaml:1:1: tests[0].assert[0]: "type" is missing.',
  );
  expect(() => imported([])).toThrow("it must be an object, not an empty list");
});
