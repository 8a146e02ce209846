import { spawn, type ChildProcess } from "node:child_process";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";
import { folderOf, type Version } from "./installed.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const require = createRequire(import.meta.url);

/** How one test went, as vitest's JSON reporter has it. */
interface ReportedTest {
  readonly title: string;
  readonly fullName: string;
  readonly status: string;
  readonly failureMessages: readonly string[];
}

/** A run of vitest, with the tests of each file. */
export interface VitestRun {
  readonly code: number | null;
  readonly output: string;
  readonly tests: readonly ReportedTest[];
}

/** A project with this package and a version of vitest installed, removed when the test ends. */
export interface VitestProject {
  readonly directory: string;
  write(files: Readonly<Record<string, string>>): void;
  read(file: string): string;
  /** Runs vitest to its end. */
  run(args?: readonly string[], environment?: Readonly<Record<string, string>>): Promise<VitestRun>;
  /** Starts vitest, which then watches. */
  watch(): ChildProcess;
}

const CONFIG = `
import { swarmEval } from "swarm-eval/vitest";
export default { plugins: [swarmEval()] };`;

export function newVitestProject(
  version: Version,
  files: Readonly<Record<string, string>>,
): VitestProject {
  const directory = realpathSync(mkdtempSync(join(tmpdir(), "swarm-eval-vitest-")));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  install(version, join(directory, "node_modules"));
  const env = { PATH: process.env["PATH"], HOME: directory, NO_COLOR: "1" };
  const start = (args: readonly string[], environment = {}): ChildProcess =>
    spawn(process.execPath, args, {
      cwd: directory,
      env: { ...env, NODE_COMPILE_CACHE: process.env["NODE_COMPILE_CACHE"], ...environment },
      stdio: ["ignore", "pipe", "pipe"],
    });
  const vitest = join("node_modules", "vitest", "vitest.mjs");
  const project: VitestProject = {
    directory,
    write(written) {
      for (const [file, text] of Object.entries(written)) {
        mkdirSync(dirname(join(directory, file)), { recursive: true });
        writeFileSync(join(directory, file), text);
      }
    },
    read: (file) => readFileSync(join(directory, file), "utf8"),
    async run(args = [], environment = {}) {
      const reporters = ["--reporter=default", "--reporter=json", "--outputFile=tests.json"];
      const { code, output } = await end(
        start([vitest, "run", ...reporters, ...args], environment),
      );
      const { testResults } = JSON.parse(project.read("tests.json")) as {
        readonly testResults: readonly { readonly assertionResults: readonly ReportedTest[] }[];
      };
      return { code, output, tests: testResults.flatMap((file) => file.assertionResults) };
    },
    watch: () => start([vitest, "--watch", "--reporter=verbose"]),
  };
  project.write({ "package.json": '{"type":"module"}', "vitest.config.js": CONFIG, ...files });
  return project;
}

/** As npm does it: links to a folder elsewhere would be taken for a part of the project. */
function install(version: Version, into: string): void {
  const { dependencies } = require("../../package.json") as { dependencies: object };
  const own = join(into, "swarm-eval");
  for (const part of ["dist", "package.json"])
    cpSync(join(ROOT, part), join(own, part), { recursive: true });
  for (const name of Object.keys(dependencies)) {
    mkdirSync(dirname(join(into, name)), { recursive: true });
    symlinkSync(join(ROOT, "node_modules", name), join(into, name));
  }
  symlinkSync(folderOf(version), join(into, "vitest"));
}

async function end(child: ChildProcess): Promise<{ code: number | null; output: string }> {
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream?.on("data", (chunk: Buffer) => (output += chunk.toString()));
  const code = await new Promise<number | null>((resolve) => child.on("close", resolve));
  return { code, output };
}
