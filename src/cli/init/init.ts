import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { field, parseIfJson } from "../../json/value.ts";
import { MODULE_ENDINGS } from "../../runner/agents/load-module.ts";
import { attempt } from "../../runner/errors.ts";
import { makeDirectory } from "../../text/make-directory.ts";
import { EXAMPLE_AGENTS, EXAMPLE_CASES, WORKFLOW } from "./example.ts";
import { writeEditorSettings } from "./editor.ts";
import { writeGitFiles } from "./git-files.ts";
import { EXAMPLE_RECORDINGS } from "./recordings.ts";
import { EXIT } from "../process/exit-code.ts";

/** Writes an example, what git and the editor should know of it, and a workflow if asked to. Never overwrites a file. Returns the exit code. Throws UsageError. */
export function init({ ci }: { readonly ci?: boolean }): number {
  const agents = `evals/example.${moduleEnding()}`;
  const cases = "evals/example.jsonl";
  const example = {
    [agents]: EXAMPLE_AGENTS,
    [cases]: EXAMPLE_CASES.map((testCase) => `${JSON.stringify(testCase)}\n`).join(""),
    ...EXAMPLE_RECORDINGS,
  };
  const rivals = MODULE_ENDINGS.map((ending) => `evals/example${ending}`);
  const isNew = writeAll("an example", example, rivals);
  for (const line of [...writeGitFiles(), ...writeEditorSettings()])
    process.stdout.write(`${line}\n`);
  if (ci === true) writeAll("a workflow", { ".github/workflows/evals.yml": WORKFLOW });
  if (!isNew) return EXIT.passed;
  const install =
    findUp("node_modules/swarm-eval") !== undefined ? "" : "  npm install --save-dev swarm-eval\n";
  process.stdout.write(`
Next, from its recordings, without a key or the network:
${install}  npx swarm-eval run ${cases}

Then change ${agents} or its cases, and record what the model answers, with OPENAI_API_KEY from the environment or .env.
No model answered the recordings that are there, so delete them first:
  rm -r fixtures/example
  npx swarm-eval run ${cases} --traffic record
`);
  return EXIT.passed;
}

/** Writes all files, or none if one of them or a rival exists. Returns whether it did. */
function writeAll(
  what: string,
  files: Readonly<Record<string, string>>,
  rivals: readonly string[] = [],
): boolean {
  const there = [...rivals, ...Object.keys(files)].find((file) => existsSync(file));
  if (there !== undefined) {
    process.stdout.write(
      `${there} exists already, so ${what} was not written: nothing is overwritten.\n`,
    );
    return false;
  }
  for (const [file, text] of Object.entries(files)) {
    attempt(`${file} could not be written`, () => {
      makeDirectory(dirname(file));
      writeFileSync(file, text, { flag: "wx" });
    });
    process.stdout.write(`wrote ${file}\n`);
  }
  return true;
}

/** The path of that name in the working directory or above it, whichever is nearest. */
function findUp(name: string): string | undefined {
  for (let folder = resolve("."); ; folder = dirname(folder)) {
    const path = join(folder, name);
    if (existsSync(path)) return path;
    if (folder === dirname(folder)) return undefined;
  }
}

/** `mts` unless a package makes its modules ES modules. The one that npm makes at the first install does not. */
function moduleEnding(): "ts" | "mts" {
  const manifest = findUp("package.json");
  if (manifest === undefined) return "mts";
  return field(parseIfJson(readFileSync(manifest, "utf8")), "type") === "module" ? "ts" : "mts";
}
