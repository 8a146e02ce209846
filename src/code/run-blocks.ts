import type { CodeBlock } from "./code-blocks.ts";
import { isInside, type Directory } from "./directory.ts";
import {
  LIMITS,
  type CodeExecutor,
  type LeftFile,
  type Limits,
  type Ran,
  type Stop,
} from "./executor.ts";
import { LANGUAGE_NAMES, languageOf } from "./languages.ts";

/** What came of the code in one message. */
export interface CodeRun {
  /** Of the last block that ran: 0, or that of the first that failed. */
  readonly exitCode: number;
  readonly output: string;
  /** What is in the directory afterwards. Undefined if no program was started. */
  readonly files: readonly LeftFile[] | undefined;
  readonly blocks: readonly RunBlock[];
}

/** As it stands on a trajectory. */
export interface RunBlock {
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
  /** Those that are not given are `LIMITS`. */
  readonly limits?: Partial<Limits>;
  readonly signal?: AbortSignal | undefined;
}

/** Runs blocks in order, up to the first that fails. Throws what the executor throws. */
export async function runBlocks(
  blocks: readonly CodeBlock[],
  { executor, directory, limits, signal }: RunOptions,
): Promise<CodeRun> {
  const done: RunBlock[] = [];
  let files: readonly LeftFile[] | undefined;
  for (const block of blocks) {
    const { language, filename } = block;
    const request = { ...block, directory, limits: { ...LIMITS, ...limits } };
    const why = refusal(block);
    const ran: Omit<Ran, "files"> & Partial<Ran> =
      why === undefined
        ? await executor.run(request, signal)
        : { exitCode: 1, output: `${why}\n`, ms: 0 };
    files = ran.files ?? files;
    const { exitCode, output, ms, stopped } = ran;
    done.push({
      language,
      ...(filename === undefined ? {} : { filename }),
      exit_code: exitCode,
      output,
      ms,
      ...(stopped === undefined ? {} : { stopped }),
    });
    if (exitCode !== 0) break;
  }
  const exitCode = done.at(-1)?.exit_code ?? 0;
  return { exitCode, output: done.map(({ output }) => output).join("\n"), files, blocks: done };
}

/** Why a block goes to no executor, in words for the agent. */
function refusal({ language, filename }: CodeBlock): string | undefined {
  if (filename !== undefined && !isInside(filename))
    return `The file ${JSON.stringify(filename)} is not inside the working directory. Name one that is, without .. and no absolute path.`;
  if (filename !== undefined || languageOf(language) !== undefined) return undefined;
  const known = `Known are ${LANGUAGE_NAMES.join(", ")}.`;
  return language === ""
    ? `unknown language: the block names none. ${known}`
    : `unknown language ${language}. ${known}`;
}

/** What the agent reads, in the words of AutoGen 0.2, to which prompts are written. */
export function replyOf({ exitCode, output }: CodeRun): string {
  const words = exitCode === 0 ? "execution succeeded" : "execution failed";
  return `exitcode: ${exitCode} (${words})\nCode output: ${output}`;
}
