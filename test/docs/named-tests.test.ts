import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { testTitles } from "./test-titles.ts";

const ROOT = new URL("../../", import.meta.url);
const README = readFileSync(new URL("README.md", ROOT), "utf8");
const NAMED = /`(test\/[^`]+)` › `([^`]+)`/g;

/** The tests that a text names and that are not there. */
function missing(markdown: string): string[] {
  return [...markdown.matchAll(NAMED)]
    .filter(([, file = "", title = ""]) => {
      const path = fileURLToPath(new URL(file, ROOT));
      return !existsSync(path) || !testTitles(readFileSync(path, "utf8")).has(title);
    })
    .map(([reference]) => reference);
}

/** The lines of the tables below a heading, without their heads. */
function rowsBelow(markdown: string, heading: string): string[] {
  const [, after = ""] = markdown.split(`\n## ${heading}\n`);
  const [section = ""] = after.split("\n## ");
  return section
    .split("\n")
    .filter((line) => line.startsWith("|"))
    .slice(2);
}

it("names tests that there are", () => {
  expect(missing(README)).toEqual([]);
});

it.each([
  ["Swarm, feature by feature", 40],
  ["What differs from Swarm", 15],
])("every row below %s names its test", (heading, least) => {
  const rows = rowsBelow(README, heading);
  expect(rows.length).toBeGreaterThanOrEqual(least);
  expect(rows.filter((row) => row.match(NAMED) === null)).toEqual([]);
});

it("misses a test that was renamed, and one whose file is gone", () => {
  const here = "`test/docs/named-tests.test.ts`";
  expect(
    missing(
      `${here} › \`names tests that there are\`, ${here} › \`names tests\`, \`test/gone.test.ts\` › \`is\``,
    ),
  ).toEqual([`${here} › \`names tests\``, "`test/gone.test.ts` › `is`"]);
});
