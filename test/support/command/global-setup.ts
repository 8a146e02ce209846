import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { TestProject } from "vitest/node";
import { freshen } from "./build.ts";

const root = fileURLToPath(new URL("../../../", import.meta.url));

/** Before every run, also of one file and while watching: the command line that tests start is today's. */
export default async function setup(project: TestProject): Promise<() => void> {
  await freshen(root);
  project.onTestsRerun(() => freshen(root));
  // The processes that tests start load the same modules hundreds of times. Kept for this run alone: their projects are gone with it.
  const compiled = mkdtempSync(join(tmpdir(), "swarm-eval-compiled-"));
  process.env["NODE_COMPILE_CACHE"] = compiled;
  return () => rmSync(compiled, { recursive: true, force: true });
}
