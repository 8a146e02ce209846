import { expect, it } from "vitest";
import { readCase } from "../../../src/cases/reading/read-case.ts";
import { unexpectedToolErrors } from "../../../src/checks/tool-errors.ts";
import { calls, held, played, replies } from "../../support/played.ts";

const TEXT = `${"a".repeat(50)}!`;

it.each([
  ["output", { output: { regex: "^(a+)+$" } }],
  ["a context variable", { context_variables: { text: { $regex: "^(a|a?)+$" } } }],
])("says nothing of a reply that a pattern is tried on without end: %s", (_, expected) => {
  const scope = played([replies(TEXT)], { contextVariables: [{}, { text: TEXT }] });
  expect(held(expected, scope)).toMatch(
    /^errored: \/\^\(a.*\$\/ was still tried after 1000 ms on "aaaa.*: it has too many ways to match\. Repeat nothing/s,
  );
});

it("matches as ever where that is quick", () => {
  const scope = played([replies(TEXT)]);
  expect(held({ output: { regex: "^(a+)(a+)!$" } }, scope)).toContain("passed");
  expect(held({ output: { regex: "^(a+)(a+)\\?$" } }, scope)).toContain("failed");
});

it("blames no tool for a call that a pattern could not be held against", () => {
  const expected = { name: "find", arguments: { text: { $regex: "^(a+)+$" } }, error: true };
  const written = { id: "case", user: "hi", expect: { tool_calls: [expected] } };
  const { steps } = played([calls("find", { text: TEXT }, { error: "no such text" })]);
  const numbered = steps.map((step) => ({ ...step, turn: 1 }));
  const testCase = readCase(JSON.stringify(written));
  expect(testCase && unexpectedToolErrors(testCase, numbered)).toEqual([]);
});
