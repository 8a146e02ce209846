import { execFileSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  globSync,
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

it("is in the syntax of the oldest Node that is supported", () => {
  const built = globSync("dist/*.{js,cjs}", { cwd: ROOT });
  expect(built.length).toBeGreaterThan(20);
  const later = /\bawait using\b|\busing \w+ =/;
  expect(built.filter((file) => later.test(readFileSync(join(ROOT, file), "utf8")))).toEqual([]);
});

it("builds what is stale again, and leaves nothing to start where that fails", async () => {
  const copy = mkdtempSync(join(tmpdir(), "swarm-eval-build-"));
  onTestFinished(() => rmSync(copy, { recursive: true }));
  for (const name of ["src", "bin", "package.json", "tsconfig.json"])
    cpSync(join(ROOT, name), join(copy, name), { recursive: true });
  symlinkSync(join(ROOT, "node_modules"), join(copy, "node_modules"));
  const args = [join(copy, "bin/swarm-eval.js"), "--help"];
  const help = (): string => execFileSync(process.execPath, args, { stdio: "pipe" }).toString();

  await freshen(copy);
  expect(help()).toContain("Usage: swarm-eval");
  const program = join(copy, "src/cli/program.ts");
  writeFileSync(program, readFileSync(program, "utf8").replace('"swarm-eval"', '"today"'));
  writeFileSync(join(copy, "dist/chunk-of-yesterday.js"), "");
  writeFileSync(join(copy, "dist/index.d.ts"), "");
  const stale = [...(await staleFiles(copy)).keys()];
  expect(stale).toContain("chunk-of-yesterday.js");
  expect(stale.length).toBeGreaterThan(1);

  await freshen(copy);
  expect(help()).toContain("Usage: today");
  expect([...(await staleFiles(copy)).keys()]).toEqual([]);
  expect(existsSync(join(copy, "dist/index.d.ts"))).toBe(true);

  writeFileSync(program, "export const = ;");
  await expect(freshen(copy)).rejects.toThrow("src/cli/program.ts:1:14");
  expect(help).toThrow("dist/main.js");
});
