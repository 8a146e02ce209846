import { existsSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { startStandIn } from "../support/stand-in.ts";
import type { StandIn } from "../support/stand-in.ts";
import { exampleModel } from "./example-model.ts";
import { ALL_PAGES, blocksOf, codeIn, PAGES, readPage, ROOT, rowsOf } from "./page.ts";
import type { Block } from "./page.ts";
import { Reader } from "./reader.ts";

// What a block of a page is, by its language:
//   ts, json   a file of the reader's project; json that names none holds cases, which `validate` accepts
//   diff       a change of a file, for the block after it
//   yaml       a file as `init --ci` writes it
//   sh         commands that exit with 0
//   console    commands with all that they print; a line … stands for lines that are left out
// After an intended change of what is printed, UPDATE_DOCS=1 puts it into the pages, but for outputs with a line ….

let api: StandIn;
beforeAll(async () => {
  api = await startStandIn(exampleModel);
});
afterAll(() => api.close());

it.concurrent.each(Object.entries(PAGES))(
  "%s does what it shows",
  async (page, suites) => {
    const reader = new Reader(api.baseUrl);
    try {
      expect((await reader.type("npx swarm-eval init --ci")).code).toBe(0);
      for (const suite of suites) reader.adopt(suite);
      const blocks = blocksOf(page);
      await validate(reader, blocks);
      const printed: Printed[] = [];
      let undo: (() => void) | undefined;
      for (const block of blocks) {
        printed.push(...(await follow(reader, block)));
        undo?.();
        undo = block.language === "diff" ? reader.change(block.file, block.text) : undefined;
      }
      const programs = blocks.filter(({ language, file }) => language === "ts");
      if (programs.length > 0)
        expect(await reader.typeErrors(programs.map(({ file }) => file))).toBe("");
      if (process.env["UPDATE_DOCS"]) update(page, printed);
      else for (const one of printed) expectShown(one);
    } finally {
      reader.leave();
    }
  },
  60_000,
);

/** What a command printed, and what its page shows of that. */
interface Printed {
  readonly place: string;
  readonly offset: number;
  readonly shown: string;
  readonly output: string;
}

async function follow(reader: Reader, block: Block): Promise<Printed[]> {
  const { language, file, text, place } = block;
  switch (language) {
    case "json":
      if (file !== "") reader.write(file, text);
      return [];
    case "ts":
      expect(file, place).toMatch(/\.ts$/);
      reader.write(file, text);
      return [];
    case "diff":
      return [];
    case "yaml":
      expect(reader.read(file), place).toBe(text);
      return [];
    case "sh":
      for (const line of text.trimEnd().split("\n")) {
        const { code, output } = await reader.type(line);
        expect({ place, line, code, output }).toEqual({ place, line, code: 0, output });
      }
      return [];
    case "console":
      return typed(reader, block);
    default:
      throw new Error(`${place}: nothing is known of blocks of ${language}.`);
  }
}

async function typed(reader: Reader, { text, offset, place }: Block): Promise<Printed[]> {
  const printed: Printed[] = [];
  for (const { 0: whole, 1: command = "", 2: shown = "", index } of text.matchAll(
    /^\$ (.*)\n((?:(?!\$ ).*\n)*)/gm,
  )) {
    const { output } = await reader.type(command);
    printed.push({ place, offset: offset + index + whole.length - shown.length, shown, output });
  }
  expect(printed, place).not.toEqual([]);
  return printed;
}

const OMISSION = /^ *…\n/m;

function expectShown({ place, shown, output }: Printed): void {
  const actual = steady(output);
  if (!OMISSION.test(shown)) return expect(actual, place).toBe(steady(shown));
  const parts = shown.split(OMISSION).map(steady);
  let end = 0;
  for (const part of parts) {
    expect(actual.slice(end), place).toContain(part);
    end = actual.indexOf(part, end) + part.length;
  }
  expect(actual.startsWith(parts[0] ?? ""), `${place} begins so`).toBe(true);
  if (parts.at(-1) !== "") expect(actual.slice(end), place).toBe("");
}

/** Without what differs from run to run, and the room that it takes: how long something took, and what day it is. */
function steady(text: string): string {
  return text
    .replaceAll(/\b[\d.,]+ ?m?s\b/g, "1 ms")
    .replaceAll(/\b\d{4}-\d\d-\d\d\b/g, "today")
    .replaceAll(/(?<=\S) {2,}/g, "  ")
    .replaceAll(/ +$/gm, "");
}

function update(page: string, printed: readonly Printed[]): void {
  let markdown = readPage(page);
  for (const { offset, shown, output } of printed.toReversed()) {
    if (OMISSION.test(shown) || steady(shown) === steady(output)) continue;
    markdown = markdown.slice(0, offset) + output + markdown.slice(offset + shown.length);
  }
  writeFileSync(join(ROOT, page), markdown);
}

/** Cases stand on a page to be understood, so they also name agents and tools that the example has. */
async function validate(reader: Reader, blocks: readonly Block[]): Promise<void> {
  const cases = blocks.filter(({ language, file }) => language === "json" && file === "");
  if (cases.length === 0) return;
  reader.write("page.jsonl", cases.map(({ text }) => text).join(""));
  const { output } = await reader.type(
    "npx swarm-eval validate page.jsonl --agents evals/example.ts",
  );
  expect(output).toMatch(/^page\.jsonl: \d+ cases?, played against evals\/example\.ts\n$/);
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

it("pages name the flags that there are, all of them", async () => {
  const reader = new Reader(api.baseUrl);
  const helps = await Promise.all(
    ["run", "compare", "chat", "report", "validate", "import", "init"].map((command) =>
      reader.type(`npx swarm-eval ${command} --help`),
    ),
  );
  reader.leave();
  const flags = (text: string): Set<string> => new Set(text.match(/(?<![\w-])--[a-z][a-z-]+/g));
  const known = flags(helps.map(({ output }) => output).join(""));
  const foreign = new Set(["--import", "--save-dev"]);
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
