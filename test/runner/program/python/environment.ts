import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

/** Swarm's package names more than it needs to run: tools for its own tests. */
const ALONE = ["openai-swarm==0.1.1"];
const WITH_ALL_THEY_NEED = ["openai==3.57.0", "autogen-agentchat==0.2.40"];

/**
 * The Python of an environment with the packages of Swarm and AutoGen, made once in the user's cache. Undefined where no
 * Python can make one, or no registry gives the packages; that is said.
 */
export function pythonWithSwarm(): string | undefined {
  const cache = join(process.env["XDG_CACHE_HOME"] ?? join(homedir(), ".cache"), "swarm-eval");
  const key = createHash("sha256")
    .update([...ALONE, ...WITH_ALL_THEY_NEED].join())
    .digest("hex");
  const directory = join(cache, `python-${key.slice(0, 12)}`);
  const python = join(directory, "bin", "python");
  if (existsSync(python)) return python;
  mkdirSync(cache, { recursive: true });
  const making = mkdtempSync(join(cache, "making-"));
  try {
    const run = (file: string, ...args: string[]): unknown =>
      execFileSync(file, args, { stdio: ["ignore", "ignore", "pipe"], timeout: 300_000 });
    run("python3", "-m", "venv", making);
    const pip = [join(making, "bin", "python"), "-m", "pip", "install", "--quiet"] as const;
    run(...pip, ...WITH_ALL_THEY_NEED);
    run(...pip, "--no-deps", ...ALONE);
    renameSync(making, directory);
    return python;
  } catch (error) {
    const [why = ""] = String((error as Error).message)
      .trim()
      .split("\n")
      .slice(-1);
    process.stderr.write(
      `No Python with Swarm and AutoGen, so that its tests are skipped: ${why}\n`,
    );
    return existsSync(python) ? python : undefined;
  } finally {
    rmSync(making, { recursive: true, force: true });
  }
}

// Run by itself, it makes the environment before tests need it.
if (import.meta.main) pythonWithSwarm();
