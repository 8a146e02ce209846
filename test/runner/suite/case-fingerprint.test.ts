import { expect, it } from "vitest";
import type { Case } from "../../../src/cases/case.ts";
import { caseFingerprint } from "../../../src/runner/suite/case-fingerprint.ts";

const testCase: Case = {
  id: "refund",
  tags: ["money"],
  context_variables: { order: 7 },
  messages: [],
  turns: [{ user: "Refund 7.", expect: { not_called: ["escalate"] } }],
  skip: false,
  only: false,
};

it.each<[sentence: string, Partial<Case>]>([
  ["its name", { id: "refund-7" }],
  ["its tags", { tags: [] }],
  ["how often it is played", { trials: 5 }],
  ["whether it is left out", { skip: "flaky", only: true }],
])("is the same whatever %s is", (_, parts) => {
  expect(caseFingerprint({ ...testCase, ...parts })).toBe(caseFingerprint(testCase));
});

it.each<[sentence: string, Partial<Case>]>([
  ["what the user says", { turns: [{ user: "Refund 8." }] }],
  ["what is expected", { turns: [{ user: "Refund 7.", expect: { not_called: ["refund"] } }] }],
  ["what is expected of the whole", { expect: { final_agent: "Refunds" } }],
  ["what is known before", { context_variables: { order: 8 } }],
  ["its world", { world: { orders: [7] } }],
  ["what was said before", { messages: [{ role: "user", content: "Hi!" }] }],
  ["who begins", { agent: "Refunds" }],
  ["what goes wrong", { faults: [{ tool: "refund", call: 1, give: "lost" }] }],
  ["its model", { model_override: "o3" }],
  ["how many completions it may have", { max_turns: 1 }],
])("is another with %s", (_, parts) => {
  expect(caseFingerprint({ ...testCase, ...parts })).not.toBe(caseFingerprint(testCase));
});
