import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "prepare-"));
  const build = `node -e "require('fs').writeFileSync('built', '')"`;
  writeFileSync(join(folder, "package.json"), JSON.stringify({ scripts: { build } }));
});

afterEach(() => rmSync(folder, { recursive: true }));

// npx runs `prepare` while it links the package: an interrupted build would leave its cache broken.
test.each([
  { command: "exec", hasBuild: true, builds: false },
  { command: "exec", hasBuild: false, builds: true },
  { command: "ci", hasBuild: true, builds: true },
])(
  "npm $command, with a build there: $hasBuild, builds: $builds",
  ({ command, hasBuild, builds }) => {
    if (hasBuild) {
      mkdirSync(join(folder, "dist"));
      writeFileSync(join(folder, "dist/main.js"), "");
    }
    execFileSync(process.execPath, [resolve("scripts/prepare.ts")], {
      cwd: folder,
      env: { ...process.env, npm_command: command },
      stdio: "pipe",
    });
    expect(existsSync(join(folder, "built"))).toBe(builds);
  },
);
