import { expect, it } from "vitest";
import { configRule } from "../../src/config/config.ts";
import * as library from "../../src/index.ts";
import { codeIn, readPage, rowsOf } from "./page.ts";

const PAGE = readPage("docs/library.md");

it("names everything that the package exports", () => {
  const named = new Set(PAGE.match(/\w+/g));
  expect(Object.keys(library).filter((name) => !named.has(name))).toEqual([]);
});

it("lists the keys of a config, and no others", () => {
  const [fault] = configRule({ reporters: [], hostProblem: () => undefined })({ "?": 1 });
  const listed = rowsOf(PAGE)
    .filter(({ heading }) => heading === "The config")
    .flatMap(({ cells }) => codeIn(cells[0] ?? ""));
  expect(listed.sort()).toEqual(fault?.type === "key" ? [...fault.known].sort() : []);
});
