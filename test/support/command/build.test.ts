import { execFileSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it, onTestFinished } from "vitest";
import { freshen, staleFiles } from "./build.ts";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));

it("tests the command line of today's src", async () => {
  expect([...(await staleFiles(ROOT)).keys()]).toEqual([]);
});

it("finds every program of a build stale whose src was changed, and mends it", async () => {
  const copy = mkdtempSync(join(tmpdir(), "swarm-eval-build-"));
  onTestFinished(() => rmSync(copy, { recursive: true }));
  for (const name of ["src", "bin", "package.json"])
    cpSync(join(ROOT, name), join(copy, name), { recursive: true });
  symlinkSync(join(ROOT, "node_modules"), join(copy, "node_modules"));
  const help = (): string =>
    execFileSync(process.execPath, [join(copy, "bin/swarm-eval.js"), "--help"]).toString();

  await freshen(copy);
  expect(help()).toContain("Usage: swarm-eval");
  const program = join(copy, "src/cli/program.ts");
  writeFileSync(program, readFileSync(program, "utf8").replace('"swarm-eval"', '"today"'));
  writeFileSync(join(copy, "dist/chunk-of-yesterday.js"), "");
  writeFileSync(join(copy, "dist/index.d.ts"), "");
  expect([...(await staleFiles(copy)).keys()].sort()).toEqual(["chunk-of-yesterday.js", "main.js"]);

  await freshen(copy);
  expect(help()).toContain("Usage: today");
  expect([...(await staleFiles(copy)).keys()]).toEqual([]);
  expect(existsSync(join(copy, "dist/index.d.ts"))).toBe(true);
});
