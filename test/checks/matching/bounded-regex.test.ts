import { expect, it } from "vitest";
import { held, played, replies } from "../../support/played.ts";

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
