import { blocksOf, type Block } from "./page.ts";
import { Reader } from "./reader.ts";

// What a block of a page is, by its language:
//   ts        a program: it is written into the reader's project, and compiles
//   json      a file of the project; without a name, cases that `validate` accepts
//   python    a file of the project
//   diff      a change of a file, for the block after it
//   yaml      a file as `init --ci` writes it
//   sh        commands that exit with 0
//   console   commands with all that they print; a line … stands for lines that are left out

/** Something that a page shows, and what it really is. */
export interface Claim {
  /** `README.md:12`. */
  readonly place: string;
  /** Where it stands in the page. */
  readonly offset: number;
  readonly shown: string;
  readonly actual: string;
}

/** Does what a page shows, in a project of its own that begins as `init --ci` writes it and has these suites as well. */
export async function follow(
  page: string,
  suites: readonly string[],
  apiUrl: string,
): Promise<Claim[]> {
  const reader = new Reader(apiUrl);
  try {
    await reader.type("npx swarm-eval init --ci");
    for (const suite of suites) reader.adopt(suite);
    const blocks = blocksOf(page);
    const claims = await validated(reader, blocks);
    let undo: (() => void) | undefined;
    for (const block of blocks) {
      claims.push(...(await tried(reader, block)));
      undo?.();
      undo = block.language === "diff" ? reader.change(block.file, block.text) : undefined;
    }
    return [...claims, ...(await compiled(reader, blocks))];
  } finally {
    reader.leave();
  }
}

async function tried(reader: Reader, block: Block): Promise<Claim[]> {
  const { language, file, text, place, offset } = block;
  switch (language) {
    case "ts":
    case "json":
    case "python":
      if (file !== "") reader.write(file, text);
      return [];
    case "diff":
      return [];
    case "yaml":
      // What `init` has written is shown, what it has not is the reader's own.
      if (!reader.has(file)) {
        reader.write(file, text);
        return [];
      }
      return [{ place, offset, shown: text, actual: reader.read(file) }];
    case "sh": {
      const claims: Claim[] = [];
      for (const line of text.trimEnd().split("\n")) {
        const { code, output } = await reader.type(line);
        const actual = code === 0 ? "" : `${line} exits with ${code}\n${output}`;
        claims.push({ place, offset, shown: "", actual });
      }
      return claims;
    }
    case "console":
      return printed(reader, block);
    default:
      throw new Error(`${place}: nothing is known of blocks of ${language}.`);
  }
}

/** `$ command`, and what it prints. */
const COMMAND = /^\$ (.*)\n((?:(?!\$ ).*\n)*)/gm;

async function printed(reader: Reader, { text, offset, place }: Block): Promise<Claim[]> {
  const claims: Claim[] = [];
  for (const { 0: whole, 1: command = "", 2: shown = "", index } of text.matchAll(COMMAND)) {
    const { output: actual } = await reader.type(command);
    claims.push({ place, offset: offset + index + whole.length - shown.length, shown, actual });
  }
  if (claims.length === 0) throw new Error(`${place}: no line begins with $.`);
  return claims;
}

/** They also name only agents and tools that the example has. */
async function validated(reader: Reader, blocks: readonly Block[]): Promise<Claim[]> {
  const cases = blocks.filter(({ language, file }) => language === "json" && file === "");
  const [first] = cases;
  if (first === undefined) return [];
  reader.write("page.jsonl", cases.map(({ text }) => text).join(""));
  const command = "npx swarm-eval validate page.jsonl --agents evals/example.ts";
  const { output } = await reader.type(command);
  const actual = output.replace(/^page\.jsonl: \d+ cases?, played against .*\n$/, "");
  return [{ place: first.place, offset: first.offset, shown: "", actual }];
}

async function compiled(reader: Reader, blocks: readonly Block[]): Promise<Claim[]> {
  const programs = blocks.filter(({ language }) => language === "ts");
  const [first] = programs;
  if (first === undefined) return [];
  const actual = await reader.typeErrors(programs.map(({ file }) => file));
  return [{ place: first.place, offset: first.offset, shown: "", actual }];
}
