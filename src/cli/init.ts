import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { makeDirectory } from "../text/make-directory.ts";
import { attempt } from "../runner/errors.ts";
import { EXIT } from "./process/exit-code.ts";
import { EXAMPLE_AGENTS, EXAMPLE_CASES, WORKFLOW } from "./init/example.ts";
import { MODULE_ENDINGS } from "./options/module-endings.ts";
import { EXAMPLE_RECORDINGS } from "./init/recordings.ts";

/** Files that only make sense together. */
interface Part {
  readonly what: string;
  readonly files: Readonly<Record<string, string>>;
  /** Files that would take their place. */
  readonly rivals?: readonly string[];
}

/** Writes an example to begin with, and a workflow where that is asked for. What is there already is never overwritten. Returns the exit code. Throws UsageError. */
export function init({ ci }: { readonly ci?: boolean }): number {
  const agents = `evals/example.${moduleEnding()}`;
  const cases = "evals/example.jsonl";
  const example = {
    what: "an example",
    files: {
      [agents]: EXAMPLE_AGENTS,
      [cases]: EXAMPLE_CASES.map((script) => `${JSON.stringify(script)}\n`).join(""),
      ...EXAMPLE_RECORDINGS,
    },
    rivals: MODULE_ENDINGS.map((ending) => `evals/example${ending}`),
  };
  const workflow = { what: "a workflow", files: { ".github/workflows/evals.yml": WORKFLOW } };
  const begins = writePart(example);
  if (ci === true) writePart(workflow);
  if (!begins) return EXIT.passed;
  const install = isInstalled() ? "" : "  npm install --save-dev swarm-eval\n";
  process.stdout.write(`
Next, without a key or the network, for it was recorded:
${install}  npx swarm-eval run ${cases}

Then change ${agents} or its cases, and record what the model says to that, with OPENAI_API_KEY from the environment or .env:
  npx swarm-eval run ${cases} --traffic update
`);
  return EXIT.passed;
}

/** Writes all files of a part, or none. Returns whether it did. */
function writePart({ what, files, rivals = [] }: Part): boolean {
  const there = [...rivals, ...Object.keys(files)].find((file) => existsSync(file));
  if (there !== undefined) {
    process.stdout.write(
      `${there} is there already, so ${what} was not written: nothing is overwritten.\n`,
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

/** A package that does not say that its modules are ECMAScript's has them in files that do. */
function moduleEnding(): "ts" | "mts" {
  for (let folder = resolve("."); ; folder = dirname(folder)) {
    const manifest = join(folder, "package.json");
    if (existsSync(manifest)) return isModulePackage(manifest) ? "ts" : "mts";
    // The package that npm makes for what is installed first does not say it either.
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
