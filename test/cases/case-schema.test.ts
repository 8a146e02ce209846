import { globSync, readFileSync } from "node:fs";
import { Ajv } from "ajv";
import { expect, it } from "vitest";
import { caseRule } from "../../src/cases/rules/case.ts";
import { caseSchema } from "../../src/cases/rules/case-schema.ts";
import { faultText } from "../../src/json/fault.ts";
import { seeded, type Random } from "../support/random.ts";

const validate = new Ajv({ strict: false }).compile(caseSchema());

/** The cases of the evals, and one that says all that a case can. */
const VALID: readonly object[] = [
  ...globSync("evals/*.jsonl").flatMap((file) =>
    readFileSync(file, "utf8")
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as object),
  ),
  {
    id: "all",
    tags: ["a"],
    agent: "Triage",
    context_variables: { a: 1 },
    world: { orders: [] },
    messages: [
      { role: "system", content: "Be brief." },
      { role: "user", content: [{ type: "text", text: "Hi!" }, { type: "image_url" }] },
      { role: "assistant", tool_calls: [{}] },
      { role: "tool", tool_call_id: "1", content: "7" },
      { role: "function", name: "f", content: "7" },
    ],
    model_override: "m",
    max_turns: 3,
    stream: true,
    trials: 2,
    now: "2026-11-30T09:00:00Z",
    seed: "s",
    faults: [
      { tool: "refund", call: 2, give: "timeout" },
      { tool: "look", call: "every", give: { result: [1] } },
      { model_call: 1, give: 429 },
    ],
    skip: "why",
    only: true,
    turns: [
      {
        user: "Hi!",
        expect: {
          agent: "Triage",
          tool_calls: {
            mode: "in_order",
            calls: [
              "refund",
              {
                name: "refund",
                agent: "A",
                error: { $regex: "no", $flags: "i" },
                arguments: { a: { $any: true }, b: [{ $gt: 1 }] },
              },
              { name: "refund", error: "no such" },
              { name: "refund", error: false, result: { paid: { $gt: 1 } } },
              { name: "refund", result: null },
            ],
          },
          not_called: ["x"],
          handoffs: { mode: "subset", route: ["A"], never: [["A", "B"]], max: 2 },
          check: ["short", { name: "polite", with: { min: 0.8 } }],
          said: { icontains: ["a"], not_contains: "b" },
        },
      },
      { user: "Bye!" },
    ],
    expect: {
      final_agent: "A",
      handoffs: ["A"],
      tool_calls: [],
      output: {
        contains: "a",
        regex: "^a",
        equals: "a",
        json: { a: { $absent: true } },
        judge: { rubric: "Is it?", votes: 3, model: "m" },
      },
      check: { name: "polite" },
      state: { a: { $one_of: [1, { $partial: { b: 1 } }] }, b: { $not: { $size: { $gte: 2 } } } },
      context_variables: {
        a: { $unchanged: true },
        b: { $contains: "x" },
        c: { $unordered: [1, 2] },
      },
      max_cost: 0.5,
      max_tokens: 5,
      max_model_calls: 1,
      max_latency_ms: 1.5,
      tool_errors: "allow",
    },
  },
  {
    id: "simulated",
    user: { goal: "Get A7 refunded.", persona: "Terse.", model: "m", max_turns: 4, judge: true },
    execute_tools: true,
    expect: { final_agent: "A", output: { contains: "a" } },
  },
];

/** What no JSON Schema says: the sense of a text, a date that there is not, or two parts that contradict each other. */
const BEYOND_SCHEMA =
  /Invalid regular expression|Invalid flags|write the pattern alone|the flags g and y|every reply matches|arguments are compared after|it must be a date|OpenAI refuses to go on|stands alone$|it holds for nothing|no number is in this range|nothing is of a kind|every object is so|two of them meet|expects nothing/;

it("lets every valid case through, alone and in a list", () => {
  const refused = VALID.flatMap((one) => {
    const problems = [...caseRule(one).map(faultText), ...(validate(one) ? [] : [validate.errors])];
    return problems.length === 0 ? [] : [{ one, problems }];
  });
  expect(refused).toEqual([]);
  expect(validate(VALID)).toBe(true);
  expect(validate([...VALID, { id: "a" }])).toBe(false);
});

it("agrees with the rules on cases with something changed anywhere, but for what no schema says", () => {
  const random = seeded(7);
  const [valid, invalid, disagreed]: unknown[][] = [[], [], []];
  for (let time = 0; time < 5000; time++) {
    const mutant = structuredClone(random.pick(VALID));
    for (const _ of [0, ...random.list(1, () => 0)]) mutate(mutant, random);
    const faults = caseRule(mutant).map(faultText);
    (faults.length === 0 ? valid : invalid)?.push(mutant);
    const isValid = validate(mutant);
    const isSayable = !faults.some((fault) => BEYOND_SCHEMA.test(fault));
    if (isSayable && isValid !== (faults.length === 0))
      disagreed?.push({ mutant, faults, isValid });
  }
  expect(disagreed).toEqual([]);
  expect(Math.min(valid?.length ?? 0, invalid?.length ?? 0)).toBeGreaterThan(500);
});

type Node = Record<string, unknown>;

const KEYS = [
  "id",
  "user",
  "expect",
  "turns",
  "agent",
  "mode",
  "name",
  "$any",
  "$regex",
  "$flags",
  "$size",
  "$absent",
  "x",
  "json",
];
const VALUES = [
  null,
  true,
  false,
  0,
  1,
  -1,
  1.5,
  "",
  " ",
  "a",
  "exact",
  [],
  ["a"],
  [[]],
  {},
  { a: 1 },
  { $any: true },
  { $x: 1 },
  { name: "a" },
];

/** Changes one place of a value: another value, another key, one key fewer. */
function mutate(root: object, random: Random): void {
  const places: [Node, string][] = [];
  const walk = (node: unknown): void => {
    if (typeof node !== "object" || node === null) return;
    for (const key of Object.keys(node)) {
      places.push([node as Node, key]);
      walk((node as Node)[key]);
    }
  };
  walk(root);
  if (places.length === 0) return;
  const [node, key] = random.pick(places);
  const value = structuredClone(random.pick(VALUES));
  const way = random.below(4);
  if (way === 0 && Array.isArray(node)) node.splice(Number(key), 1);
  else if (way === 0) delete node[key];
  else if (way === 1 && Array.isArray(node)) node.push(value);
  else if (way === 1) node[random.pick(KEYS)] = value;
  else if (way === 2 && !Array.isArray(node)) {
    node[random.pick(KEYS)] = node[key];
    delete node[key];
  } else node[key] = value;
}
