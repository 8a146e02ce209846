import { execFile, execFileSync } from "node:child_process";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { EXAMPLE_AGENTS } from "../src/cli/init/example.ts";
import { folderOf, installVersions, VERSIONS, type Version } from "../test/vitest/installed.ts";

// Compiles what users write, and what `init` writes for them, against the built package: with each compiler that is
// promised to work, and under both ways in which projects resolve modules.

// The older compilers have a folder of their own, since each brings a `tsc`.
const COMPILERS = "scripts/compilers";
if (!existsSync(join(COMPILERS, "node_modules")))
  execFileSync("npm", ["ci", "--prefix", COMPILERS], { stdio: "inherit" });
installVersions();

const NODENEXT = ["--module", "nodenext", "--moduleResolution", "nodenext"];
const BUNDLER = ["--module", "esnext", "--moduleResolution", "bundler"];

/** One resolution for each of the older ones, which take some seconds. */
const RUNS: readonly (readonly [compiler: string, resolution: readonly string[]])[] = [
  [`${COMPILERS}/node_modules/typescript-5.4`, NODENEXT],
  [`${COMPILERS}/node_modules/typescript-5.9`, BUNDLER],
  [`${COMPILERS}/node_modules/typescript-6`, NODENEXT],
  ["node_modules/typescript", NODENEXT],
  ["node_modules/typescript", BUNDLER],
];

const folder = mkdtempSync(join(tmpdir(), "swarm-eval-types-"));
try {
  mkdirSync(join(folder, "node_modules"));
  symlinkSync(resolve("."), join(folder, "node_modules/swarm-eval"));
  writeFileSync(join(folder, "package.json"), '{"type":"module"}');
  writeFileSync(join(folder, "example.ts"), EXAMPLE_AGENTS);
  const files = ["example.ts", resolve("test/types/public-api.ts")];
  const project = join(folder, "tsconfig.json");
  writeFileSync(project, JSON.stringify({ extends: resolve("test/types/tsconfig.json"), files }));

  const compile = (name: string, compiler: string, args: readonly string[]): Promise<string> =>
    new Promise((done) => {
      const words = [`${compiler}/bin/tsc`, "--pretty", "false", "-p", ...args];
      execFile(process.execPath, words, (error, stdout, stderr) => {
        done(error === null ? "" : `${name}:\n${stdout}${stderr}`);
      });
    });
  const problems = await Promise.all([
    ...RUNS.map(([compiler, resolution]) =>
      compile(`${compiler}, ${resolution.at(-1)}`, compiler, [project, ...resolution]),
    ),
    ...VERSIONS.map((vitest) =>
      compile(vitest, "node_modules/typescript", [projectOf(vitest), ...BUNDLER]),
    ),
  ]);
  const text = problems.join("");
  process.stderr.write(text);
  if (text !== "") process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true });
}

/** A project of somebody who has this version of vitest. */
function projectOf(vitest: Version): string {
  const own = join(folder, `with-${vitest}`);
  mkdirSync(join(own, "node_modules"), { recursive: true });
  symlinkSync(folderOf(vitest), join(own, "node_modules/vitest"));
  copyFileSync("test/types/vitest.ts", join(own, "suite.test.ts"));
  const project = join(own, "tsconfig.json");
  const files = ["suite.test.ts"];
  writeFileSync(project, JSON.stringify({ extends: resolve("test/types/tsconfig.json"), files }));
  return project;
}
