import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** Whether there is a Python for a page whose program is written in it; that there is none is said. */
function hasPython(): boolean {
  try {
    execFileSync("python3", ["--version"], { stdio: "ignore" });
    return true;
  } catch {
    process.stderr.write("No python3, so that docs/other-languages.md is not followed.\n");
    return false;
  }
}

export const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** The pages that a user reads, with the suites of this repository that their commands play. */
export const PAGES: Readonly<Record<string, readonly string[]>> = {
  "README.md": ["airline"],
  "docs/cases.md": [],
  "docs/faults.md": [],
  "docs/import.md": [],
  "docs/recordings.md": [],
  "docs/statistics.md": [],
  "docs/ci.md": [],
  "docs/workers.md": [],
  "docs/reports.md": [],
  "docs/library.md": [],
  "docs/vitest.md": [],
  "docs/mutate.md": [],
  "docs/local-models.md": [],
  "docs/swarm.md": [],
  "docs/teams.md": [],
  "docs/code.md": [],
  "docs/fork.md": [],
  "docs/shrink.md": [],
  ...(hasPython() ? { "docs/other-languages.md": [] } : {}),
};

/** Every page of documentation there is. */
export const ALL_PAGES: readonly string[] = [
  "README.md",
  ...readdirSync(join(ROOT, "docs"), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".md"))
    .map((file) => `docs/${file}`)
    .sort(),
];

export function readPage(page: string): string {
  return readFileSync(join(ROOT, page), "utf8");
}

/** A fenced block of a page: ```` ```language file ````. */
export interface Block {
  readonly language: string;
  /** The file in a reader's project that it is or changes; "" if it names none. */
  readonly file: string;
  readonly text: string;
  /** Where its text begins in the page. */
  readonly offset: number;
  /** `README.md:12`. */
  readonly place: string;
}

export function blocksOf(page: string, markdown: string = readPage(page)): Block[] {
  return [...markdown.matchAll(/^```(\S+) ?(.*)\n([^]*?)^```$/gm)].map(
    ({ 1: language = "", 2: file = "", 3: text = "", 0: whole, index }) => {
      const offset = index + whole.indexOf("\n") + 1;
      const line = markdown.slice(0, index).split("\n").length;
      return { language, file, text, offset, place: `${page}:${line}` };
    },
  );
}

/** The cells of the tables of a page without their heads, each row with the heading that it stands below. */
export function rowsOf(markdown: string): { heading: string; cells: string[] }[] {
  let heading = "";
  return markdown.split("\n").flatMap((line, index, lines) => {
    heading = /^#+ (.*)/.exec(line)?.[1] ?? heading;
    const isRow = line.startsWith("|") && !/^\|[ -]+\|/.test(line);
    if (!isRow || lines[index + 1]?.startsWith("| --") === true) return [];
    const cells = line.split(/(?<!\\)\|/).slice(1, -1);
    return [{ heading, cells: cells.map((cell) => cell.trim().replaceAll("\\|", "|")) }];
  });
}

/** What stands in backticks in a text. */
export function codeIn(text: string): string[] {
  return [...text.matchAll(/`` (.+?) ``|`([^`]+)`/g)].map(([, long, short]) => long ?? short ?? "");
}
