import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { ALL_PAGES, readPage, ROOT, rowsOf } from "./page.ts";

/** The files below `test/` that a text names and that are not there, or hold no tests. */
function missing(markdown: string): string[] {
  return [...markdown.matchAll(/`(test\/[^`]+)`/g)]
    .map(([, file = ""]) => file)
    .filter((file) => !file.endsWith(".test.ts") || !existsSync(join(ROOT, file)));
}

it.each(ALL_PAGES)("%s names tests that there are", (page) => {
  expect(missing(readPage(page))).toEqual([]);
});

it("misses a test that is gone, and a file that is not a test", () => {
  const here = "`test/docs/named-tests.test.ts`";
  expect(missing(`${here} \`test/gone.test.ts\` \`test/docs/page.ts\``)).toEqual([
    "test/gone.test.ts",
    "test/docs/page.ts",
  ]);
});

it.each([
  ["Feature by feature", 40],
  ["What differs on purpose", 15],
])("every row below %s in docs/swarm.md names its test", (title, least) => {
  const rows = rowsOf(readPage("docs/swarm.md")).filter(({ heading }) => heading === title);
  expect(rows.length).toBeGreaterThanOrEqual(least);
  expect(rows.filter(({ cells }) => !/^`test\/[^`]+`$/.test(cells[2] ?? ""))).toEqual([]);
});
