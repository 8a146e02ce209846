import { existsSync, readFileSync } from "node:fs";
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
  ["docs/swarm.md", "Feature by feature", 40],
  ["docs/swarm.md", "What differs on purpose", 15],
  ["docs/teams.md", "Names", 15],
  ["docs/teams.md", "What differs on purpose", 8],
])("every row of %s below %s names its test", (page, title, least) => {
  const rows = rowsOf(readPage(page)).filter(({ heading }) => heading === title);
  expect(rows.length).toBeGreaterThanOrEqual(least);
  expect(rows.filter(({ cells }) => !/^`test\/[^`]+`$/.test(cells[2] ?? ""))).toEqual([]);
});

it("every pattern of docs/teams.md names a case that plays it", () => {
  const rows = rowsOf(readPage("docs/teams.md")).filter(({ heading }) => heading === "Patterns");
  expect(rows.length).toBeGreaterThanOrEqual(15);
  const unplayed = rows.filter(({ cells: [, , played = ""] }) => {
    const [, suite, id] = /^`([\w-]+)\/([\w-]+)`$/.exec(played) ?? [];
    const file = join(ROOT, `evals/${suite}.jsonl`);
    return !existsSync(file) || !readFileSync(file, "utf8").includes(`{"id":"${id}",`);
  });
  expect(unplayed).toEqual([]);
});
