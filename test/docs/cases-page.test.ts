import { expect, it } from "vitest";
import { caseRule } from "../../src/cases/rules/case.ts";
import type { MatchMode } from "../../src/cases/expectation.ts";
import { MATCHERS } from "../../src/cases/matchers.ts";
import { blocksOf, codeIn, readPage, rowsOf } from "./page.ts";

const PAGE = readPage("docs/cases.md");

/** A line with a key that no case has, in each object that a case is made of. */
const STRAYS: readonly object[] = [
  { "?": 1, id: "a", user: "Hi", expect: { tool_calls: [] } },
  { "?": 1, id: "a", turns: [{ user: "Hi", expect: { tool_calls: [] } }] },
  { id: "a", user: { "?": 1, goal: "b" }, expect: { tool_calls: [] } },
  { id: "a", turns: [{ "?": 1, user: "Hi" }], expect: { tool_calls: [] } },
  { id: "a", turns: [{ user: "Hi", expect: { "?": 1 } }] },
  { id: "a", turns: [{ user: "Hi" }], expect: { "?": 1 } },
  ...[
    { tool_calls: [{ "?": 1, name: "b" }] },
    { tool_calls: { "?": 1, mode: "subset", calls: ["b"] } },
    { handoffs: { "?": 1, max: 1 } },
    { output: { "?": 1 } },
    { output: { judge: { "?": 1, rubric: "c" } } },
    { check: { "?": 1, name: "d" } },
  ].map((expected) => ({ id: "a", user: "Hi", expect: expected })),
];

/** Every key that a case may have somewhere, as the rules themselves list them for who mistypes one. */
const keys = new Set(
  STRAYS.flatMap((line) =>
    caseRule(line).flatMap((fault) => (fault.type === "key" ? fault.known : [])),
  ),
);

const MODES: Readonly<Record<MatchMode, true>> = {
  exact: true,
  in_order: true,
  any_order: true,
  subset: true,
};

const names = [...keys, ...Object.keys(MATCHERS), ...Object.keys(MODES)];

it("knows what a case may say", () => {
  expect(STRAYS.map((line) => caseRule(line).some(({ type }) => type === "key"))).not.toContain(
    false,
  );
  expect(names).toEqual(
    expect.arrayContaining(["turns", "final_agent", "votes", "$any", "subset"]),
  );
});

it("explains each key, matcher and mode in a row of a table", () => {
  expect(unexplained(PAGE)).toEqual([]);
});

it("has an example of each", () => {
  expect(withoutExample(PAGE)).toEqual([]);
});

it("misses a key that the page does not name", () => {
  const page = PAGE.replaceAll("not_called", "never_called");
  expect(unexplained(page)).toEqual(["not_called"]);
  expect(withoutExample(page)).toEqual(["not_called"]);
});

it("has examples that are right", () => {
  const faults = examples(PAGE).map(({ code, line }) => ({ code, faults: caseRule(line) }));
  expect(faults.filter((each) => each.faults.length > 0)).toEqual([]);
  expect(faults.length).toBeGreaterThan(40);
});

function unexplained(page: string): string[] {
  const explained = new Set(rowsOf(page).flatMap(({ cells }) => codeIn(cells[0] ?? "")));
  return names.filter((name) => !explained.has(name));
}

function withoutExample(page: string): string[] {
  const shown = [
    ...examples(page).map(({ line }) => JSON.stringify(line)),
    ...blocksOf("docs/cases.md", page).map(({ text }) => text),
  ].join("\n");
  return names.filter((name) => !shown.includes(JSON.stringify(name)));
}

/** The cases that the last column of the tables is made of: members of a case, or below other headings of its `expect`. */
function examples(page: string): { code: string; line: object }[] {
  return rowsOf(page).flatMap(({ heading, cells }) =>
    codeIn(cells.at(-1) ?? "")
      .filter((code) => code.startsWith('"'))
      .map((code) => ({ code, line: exampleCase(heading, JSON.parse(`{${code}}`) as object) })),
  );
}

function exampleCase(heading: string, members: object): object {
  const expected = { expect: { tool_calls: [] } };
  if (heading !== "A case" && heading !== "A simulated user")
    return { id: "a", user: "Hi", expect: members };
  return { id: "a", ...("turns" in members ? {} : { user: "Hi", ...expected }), ...members };
}
