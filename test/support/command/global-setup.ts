import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { TestProject } from "vitest/node";
import { freshen } from "./build.ts";

const root = fileURLToPath(new URL("../../../", import.meta.url));

/** Before every run, also of one file or while watching: builds what tests start, so that they test today's `src`. */
export default async function setup(project: TestProject): Promise<() => void> {
  await freshen(root);
  project.onTestsRerun(() => freshen(root).catch((error: unknown) => console.error(String(error))));
  // Hundreds of processes load the same modules. It also keeps those of temporary projects, so it goes with the run.
  const compiled = mkdtempSync(join(tmpdir(), "swarm-eval-compiled-"));
  process.env["NODE_COMPILE_CACHE"] = compiled;
  return () => rmSync(compiled, { recursive: true, force: true });
}
