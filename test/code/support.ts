import { spawnSync } from "node:child_process";
import { codeBlocks } from "../../src/code/code-blocks.ts";
import { openDirectory } from "../../src/code/directory.ts";
import type { CodeExecutor } from "../../src/code/executor.ts";
import type { Limits } from "../../src/code/limits.ts";
import { runBlocks, type CodeRun } from "../../src/code/run-blocks.ts";

const tried = spawnSync("bwrap", ["--unshare-pid", "--ro-bind", "/", "/", "true"], {
  encoding: "utf8",
});

/** Why nothing runs in bubblewrap here. Undefined where it can. */
export const WITHOUT_BUBBLEWRAP =
  tried.status === 0
    ? undefined
    : `There is no bubblewrap that can make a sandbox (apt install bubblewrap): ${tried.error?.message ?? tried.stderr}`;

export function fenced(language: string, ...lines: string[]): string {
  return ["```" + language, ...lines, "```"].join("\n");
}

/** Runs the code of a message in a directory of its own. */
export async function runMessage(
  executor: CodeExecutor,
  message: string,
  limits?: Partial<Limits>,
): Promise<CodeRun> {
  await using directory = await openDirectory();
  return await runBlocks(codeBlocks(message), { executor, directory, limits });
}
