import type { CodeBlock } from "./code-blocks.ts";
import type { Directory } from "./directory.ts";
import type { CodeExecutor } from "./executor.ts";
import type { LeftFile } from "./left-files.ts";
import { LIMITS, type Limits, type Stop } from "./limits.ts";

/** What came of the code in one message. */
export interface CodeRun {
  /** Of the last block that ran: 0, or that of the one that failed. */
  readonly exitCode: number;
  readonly output: string;
  /** What is in the directory after the last. */
  readonly files: readonly LeftFile[];
  readonly blocks: readonly RunBlock[];
}

/** As it stands on a trajectory. */
interface RunBlock {
  readonly language: string;
  readonly filename?: string;
  readonly exit_code: number;
  readonly output: string;
  readonly ms: number;
  readonly stopped?: Stop;
}

export interface RunOptions {
  readonly executor: CodeExecutor;
  readonly directory: Directory;
  /** `LIMITS` has those that are not given. */
  readonly limits?: Partial<Limits> | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Runs blocks in order, up to the first that fails. Throws what the executor throws. */
export async function runBlocks(
  blocks: readonly CodeBlock[],
  { executor, directory, limits, signal }: RunOptions,
): Promise<CodeRun> {
  const done: RunBlock[] = [];
  let files: readonly LeftFile[] = [];
  let exitCode = 0;
  for (const block of blocks) {
    const request = { ...block, directory, limits: { ...LIMITS, ...limits } };
    const {
      files: left,
      exitCode: code,
      output,
      ms,
      stopped,
    } = await executor.run(request, signal);
    const { language, filename } = block;
    done.push({
      language,
      ...(filename === undefined ? {} : { filename }),
      exit_code: code,
      output,
      ms,
      ...(stopped === undefined ? {} : { stopped }),
    });
    files = left;
    exitCode = code;
    if (exitCode !== 0) break;
  }
  return { exitCode, output: done.map(({ output }) => output).join(""), files, blocks: done };
}

/** What the agent reads, in the words of AutoGen 0.2, which prompts were written for. */
export function replyOf({ exitCode, output }: CodeRun): string {
  const words = exitCode === 0 ? "execution succeeded" : "execution failed";
  return `exitcode: ${exitCode} (${words})\nCode output: ${output}`;
}
