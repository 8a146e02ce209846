import { execFile } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  symlinkSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { ROOT } from "./page.ts";

const DEPENDENCIES = ["openai", "vitest", "zod", "@types/node"];

const COMPILER_OPTIONS = {
  noEmit: true,
  allowImportingTsExtensions: true,
  strict: true,
  module: "nodenext",
  target: "esnext",
  types: ["node"],
  skipLibCheck: true,
};

/** `npx`, for what is installed here already. */
const NPX = `#!/bin/sh
tool=$1; shift
case $tool in
  swarm-eval) exec node "${join(ROOT, "bin/swarm-eval.js")}" "$@" ;;
  vitest) exec node "${join(ROOT, "node_modules/vitest/vitest.mjs")}" "$@" ;;
  *) echo "npx $tool?" >&2; exit 127 ;;
esac
`;

/** Somebody who follows a page: a project, made by `init --ci`, in which its files are written and its commands typed. */
export class Reader {
  readonly directory: string = mkdtempSync(join(tmpdir(), "swarm-eval-docs-"));
  readonly #apiUrl: string;
  #exitCode = 0;

  constructor(apiUrl: string) {
    this.#apiUrl = apiUrl;
    this.write("package.json", '{"type":"module"}');
    this.write("bin/npx", NPX);
    chmodSync(join(this.directory, "bin/npx"), 0o755);
    symlinkSync(process.execPath, join(this.directory, "bin/node"));
    this.#link(".", "node_modules/swarm-eval");
    for (const name of DEPENDENCIES) this.#link(`node_modules/${name}`, `node_modules/${name}`);
  }

  /** Takes over a suite of this repository with its recordings. */
  adopt(suite: string): void {
    for (const file of [`evals/${suite}.jsonl`, `evals/${suite}.ts`, `fixtures/${suite}`])
      this.#link(file, file);
  }

  #link(from: string, to: string): void {
    mkdirSync(join(this.directory, dirname(to)), { recursive: true });
    symlinkSync(join(ROOT, from), join(this.directory, to));
  }

  has(file: string): boolean {
    return existsSync(join(this.directory, file));
  }

  read(file: string): string {
    return readFileSync(join(this.directory, file), "utf8");
  }

  write(file: string, text: string): void {
    mkdirSync(dirname(join(this.directory, file)), { recursive: true });
    writeFileSync(join(this.directory, file), text);
  }

  /** Changes a file: lines with `-` become those with `+`. Returns how to undo that. */
  change(file: string, diff: string): () => void {
    const side = (sign: "-" | "+"): string =>
      diff.replaceAll(sign === "-" ? /^\+.*\n/gm : /^-.*\n/gm, "").replaceAll(/^[-+ ]/gm, "");
    const before = this.read(file);
    if (!before.includes(side("-"))) throw new Error(`${file} does not hold:\n${side("-")}`);
    this.write(
      file,
      before.replace(side("-"), () => side("+")),
    );
    return () => this.write(file, before);
  }

  /** Types a command, and resolves to what it prints: stdout, then stderr. */
  async type(command: string): Promise<{ output: string; code: number }> {
    const env = {
      PATH: `${join(this.directory, "bin")}:${process.env["PATH"]}`,
      HOME: this.directory,
      NO_COLOR: "1",
      OPENAI_BASE_URL: this.#apiUrl,
    };
    const line = `(exit ${this.#exitCode}); ${command}`;
    const output = await new Promise<string>((resolve) => {
      const child = execFile("sh", ["-c", line], { cwd: this.directory, env }, (_, out, err) => {
        this.#exitCode = child.exitCode ?? 1;
        resolve(out + err);
      });
    });
    return { output, code: this.#exitCode };
  }

  /** What the compiler says of some of the files. */
  async typeErrors(files: readonly string[]): Promise<string> {
    this.write("tsconfig.json", JSON.stringify({ compilerOptions: COMPILER_OPTIONS, files }));
    return (await this.type(`node "${join(ROOT, "node_modules/typescript/bin/tsc")}"`)).output;
  }

  leave(): void {
    rmSync(this.directory, { recursive: true, force: true });
  }
}
