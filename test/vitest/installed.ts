import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { join } from "node:path";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/** The older versions are apart: npm would have their command in the place of ours. */
const OLDER = join(ROOT, "test/vitest/versions");

/** The versions of vitest that are supported, by the names of their packages here. */
export const VERSIONS = ["vitest", "vitest-4", "vitest-3"] as const;

export type Version = (typeof VERSIONS)[number];

/** Where a version is, or would be. */
export function folderOf(version: Version): string {
  return join(version === "vitest" ? ROOT : OLDER, "node_modules", version);
}

/** Why tests with a version are skipped; empty where it is installed. */
export function whyNot(version: Version): string {
  return existsSync(folderOf(version))
    ? ""
    : `, which is not installed: npm ci --prefix test/vitest/versions`;
}

/** Installs those that are not there. */
export function installVersions(): void {
  if (VERSIONS.every((version) => whyNot(version) === "")) return;
  execFileSync("npm", ["ci", "--prefix", OLDER], { stdio: "inherit" });
}
