import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { makeDirectory } from "../text/make-directory.ts";
import { MODULE_ENDINGS } from "../runner/agents/load-module.ts";
import { attempt } from "../runner/errors.ts";
import { EXIT } from "./process/exit-code.ts";
import { EXAMPLE_AGENTS, EXAMPLE_CASES, WORKFLOW } from "./init/example.ts";
import { EXAMPLE_RECORDINGS } from "./init/recordings.ts";

/** Files that only make sense together. */
interface Part {
  readonly what: string;
  readonly files: Readonly<Record<string, string>>;
  /** If one of these exists, nothing is written. */
  readonly rivals?: readonly string[];
}

/** Writes an example to begin with, and a workflow if that is asked for. Never overwrites a file. Returns the exit code. Throws UsageError. */
export function init({ ci }: { readonly ci?: boolean }): number {
  const agents = `evals/example.${moduleEnding()}`;
  const cases = "evals/example.jsonl";
  const example = {
    what: "an example",
    files: {
      [agents]: EXAMPLE_AGENTS,
      [cases]: EXAMPLE_CASES.map((testCase) => `${JSON.stringify(testCase)}\n`).join(""),
      ...EXAMPLE_RECORDINGS,
    },
    rivals: MODULE_ENDINGS.map((ending) => `evals/example${ending}`),
  };
  const workflow = { what: "a workflow", files: { ".github/workflows/evals.yml": WORKFLOW } };
  const hasBegun = writePart(example);
  if (ci === true) writePart(workflow);
  if (!hasBegun) return EXIT.passed;
  const install = isInstalled() ? "" : "  npm install --save-dev swarm-eval\n";
  process.stdout.write(`
Next, from its recordings, without a key or the network:
${install}  npx swarm-eval run ${cases}

Then change ${agents} or its cases, and record what the model answers, with OPENAI_API_KEY from the environment or .env:
  npx swarm-eval run ${cases} --traffic update
`);
  return EXIT.passed;
}

/** Writes all files of a part, or none. Returns whether it did. */
function writePart({ what, files, rivals = [] }: Part): boolean {
  const there = [...rivals, ...Object.keys(files)].find((file) => existsSync(file));
  if (there !== undefined) {
    process.stdout.write(
      `${there} exists already, so ${what} was not written: nothing is overwritten.\n`,
    );
    return false;
  }
  for (const [file, text] of Object.entries(files)) {
    write(file, text);
    process.stdout.write(`wrote ${file}\n`);
  }
  return true;
}

function write(file: string, text: string): void {
  attempt(`${file} could not be written`, () => {
    makeDirectory(dirname(file));
    writeFileSync(file, text, { flag: "wx" });
  });
}

/** `mts` if the package does not say that its modules are ES modules. */
function moduleEnding(): "ts" | "mts" {
  for (let folder = resolve("."); ; folder = dirname(folder)) {
    const manifest = join(folder, "package.json");
    if (existsSync(manifest)) return isModulePackage(manifest) ? "ts" : "mts";
    // There is no package yet, and the one that npm makes at the first install does not say it either.
    if (folder === dirname(folder)) return "mts";
  }
}

function isModulePackage(manifest: string): boolean {
  try {
    return (
      (JSON.parse(readFileSync(manifest, "utf8")) as { type?: unknown } | null)?.type === "module"
    );
  } catch {
    return false;
  }
}

function isInstalled(): boolean {
  for (let folder = resolve("."); ; folder = dirname(folder)) {
    if (existsSync(join(folder, "node_modules", "swarm-eval"))) return true;
    if (folder === dirname(folder)) return false;
  }
}
