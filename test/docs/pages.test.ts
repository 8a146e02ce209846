import { existsSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { startStandIn, type StandIn } from "../support/stand-in.ts";
import { exampleModel } from "./example-model.ts";
import { follow, type Claim } from "./follow.ts";
import { ALL_PAGES, codeIn, PAGES, readPage, ROOT, rowsOf } from "./page.ts";
import { Reader } from "./reader.ts";

let api: StandIn;
beforeAll(async () => {
  api = await startStandIn(exampleModel);
});
afterAll(() => api.close());

// After an intended change of what commands print, UPDATE_DOCS=1 puts it into the pages.
it.concurrent.each(Object.entries(PAGES))(
  "%s does what it shows",
  async (page, suites) => {
    const claims = await follow(page, suites, api.baseUrl);
    if (process.env["UPDATE_DOCS"]) update(page, claims);
    const told = claims.map(({ place, shown, actual }) => ({
      place,
      text: filledIn(shown, actual),
    }));
    expect(claims.map(({ place, actual }) => ({ place, text: steady(actual) }))).toEqual(told);
  },
  60_000,
);

/** A line that stands for lines that are left out. */
const OMISSION = /^ *…\n/m;

/** What a page shows, with the lines that it leaves out taken from what was printed, if the rest agrees with that. */
function filledIn(shown: string, printed: string): string {
  const [first = "", ...parts] = shown.split(OMISSION).map(steady);
  const actual = steady(printed);
  let text = first;
  for (const [index, part] of parts.entries()) {
    const isEnd = index === parts.length - 1 && part === "";
    const at = isEnd ? actual.length : actual.indexOf(part, text.length);
    if (at < 0) return steady(shown);
    text = actual.slice(0, at) + part;
  }
  return first === actual.slice(0, first.length) ? text : steady(shown);
}

/** Without what differs from run to run, and the room that it takes: how long something took, and what day it is. */
function steady(text: string): string {
  return text
    .replaceAll(/\b[\d.,]+ ?m?s\b/g, "1 ms")
    .replaceAll(/\b\d{4}-\d\d-\d\d\b(?: \d\d:\d\d\b)?/g, "today")
    .replaceAll(/(?<=\S) {2,}/g, "  ")
    .replaceAll(/ +$/gm, "");
}

/** Puts what was printed in the place of what is shown, if that leaves out nothing. */
function update(page: string, claims: readonly Claim[]): void {
  let markdown = readPage(page);
  for (const { offset, shown, actual } of claims.toSorted((a, b) => b.offset - a.offset)) {
    if (OMISSION.test(shown) || steady(shown) === steady(actual)) continue;
    markdown = markdown.slice(0, offset) + actual + markdown.slice(offset + shown.length);
  }
  writeFileSync(join(ROOT, page), markdown);
}

it("links lead to files and headings that there are", () => {
  const dead = ALL_PAGES.flatMap((page) =>
    [...readPage(page).matchAll(/\]\((?!https?:)([^)]+)\)/g)].flatMap(([, link = ""]) => {
      const [path = "", anchor] = link.split("#");
      const file = path === "" ? page : join(dirname(page), path);
      const isThere =
        existsSync(join(ROOT, file)) && (anchor === undefined || slugs(file).has(anchor));
      return isThere ? [] : [`${page}: ${link}`];
    }),
  );
  expect(dead).toEqual([]);
});

/** The anchors that GitHub gives to the headings of a page. */
function slugs(page: string): Set<string> {
  return new Set(
    [...readPage(page).matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) =>
      heading
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N}\s_-]/gu, "")
        .replaceAll(" ", "-"),
    ),
  );
}

const FLAGS_OF_SERVERS = [
  "--jinja",
  "--chat-template-file",
  "--parallel",
  "--ctx-size",
  "--enable-auto-tool-choice",
  "--tool-call-parser",
  "--max-num-seqs",
];

it("pages name the flags that there are, all of them", async () => {
  const reader = new Reader(api.baseUrl);
  const helps = await Promise.all(
    [
      "run",
      "compare",
      "judge",
      "chat",
      "report",
      "history",
      "validate",
      "schemas",
      "import",
      "init",
      "proxy",
      "fork",
      "mutate",
      "worker",
      "shrink",
    ]
      .concat(["list", "show", "prune", "rename"].map((action) => `recordings ${action}`))
      .map((command) => reader.type(`npx swarm-eval ${command} --help`)),
  );
  reader.leave();
  const flags = (text: string): Set<string> => new Set(text.match(/(?<![\w-])--[a-z][a-z-]+/g));
  const known = flags(helps.map(({ output }) => output).join(""));
  const foreign = new Set(["--import", "--save-dev", ...FLAGS_OF_SERVERS]);
  const pages = Object.keys(PAGES).map((page) => readPage(page).replace(/^```yaml[^]*?^```/gm, ""));
  const named = flags(pages.join("\n"));
  expect([...named].filter((flag) => !known.has(flag) && !foreign.has(flag))).toEqual([]);
  expect([...known].filter((flag) => !named.has(flag) && flag !== "--help")).toEqual([]);
});

it("docs/ci.md lists the exit codes that help lists", async () => {
  const reader = new Reader(api.baseUrl);
  const { output } = await reader.type("npx swarm-eval --help");
  reader.leave();
  const listed = rowsOf(readPage("docs/ci.md"))
    .filter(({ heading }) => heading === "Exit codes")
    .map(({ cells }) => codeIn(cells[0] ?? "")[0]);
  const [, codes = ""] = output.split("Exit codes:");
  expect(listed).toEqual([...codes.matchAll(/^ {2}(\d+)/gm)].map(([, code]) => code));
});
