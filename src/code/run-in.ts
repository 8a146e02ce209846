import { hash } from "node:crypto";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { giveTo, leftFiles, OutsideError, placeFile } from "./directory.ts";
import type { CodeRequest, Ran } from "./executor.ts";
import { languageOf } from "./languages.ts";
import { runProgram } from "./program.ts";

/** How programs are started so that they reach no further than they may. */
export interface Sandbox {
  /** Where it has the directory. */
  readonly path: string;
  /** The user as whom programs run, if that is another than that of this process. */
  readonly user: number | undefined;
  /** Whether its processes are also those of this machine, and so can be counted. */
  readonly isCounted: boolean;
  /** The command line that starts a program, which comes with its arguments. */
  command(program: readonly string[]): readonly [string, ...string[]];
  readonly env: Readonly<Record<string, string>>;
  /** What is thrown if it did not start a program, by the last that it said. */
  unusable(said: string, cause?: Error): Error;
}

/** Said on standard error, where what the sandbox itself says is read: programs have theirs on standard output. */
const STARTED = "swarm-eval: started";

/** A shell is in every sandbox, and there finds out whether there is such a program. */
const LAUNCH = `cd "$1" || exit
shift
echo "${STARTED}" >&2
exec 2>&1
command -v "$1" >/dev/null || { echo "$1 is not installed here, so this code cannot be run."; exit 127; }
exec "$@"`;

/** Puts code into its directory, and runs it in a sandbox. A file in a language that is not run is put there only. */
export async function runIn(
  sandbox: Sandbox,
  { language: name, filename, code, directory, limits }: CodeRequest,
  signal?: AbortSignal,
): Promise<Ran> {
  signal?.throwIfAborted();
  const language = languageOf(name);
  const file = filename ?? `code-${hash("sha256", code).slice(0, 8)}.${language?.extension}`;
  const leaving = async (ended: Omit<Ran, "files">): Promise<Ran> => {
    const files = await leftFiles(directory.path, limits);
    return { ...ended, files };
  };
  try {
    await placeFile(directory.path, file, code);
  } catch (error) {
    if (!(error instanceof OutsideError)) throw error;
    return leaving({ exitCode: 1, output: `${error.message}\n`, ms: 0 });
  }
  if (language === undefined)
    return leaving({ exitCode: 0, output: `${file} is written.\n`, ms: 0 });
  if (sandbox.user !== undefined) await giveTo(directory.path, sandbox.user);
  const program = ["sh", "-c", LAUNCH, "sh", sandbox.path, ...language.command(file)];
  const { env, isCounted } = sandbox;
  const ending = await runProgram(sandbox.command(program), {
    env,
    directory: directory.path,
    limits,
    isCounted,
    signal,
  }).catch((error: Error) => {
    throw sandbox.unusable("", error);
  });
  const { said, ...ended } = ending;
  if (filename === undefined) await rm(join(directory.path, file), { force: true });
  signal?.throwIfAborted();
  if (!said.includes(STARTED) && ended.stopped === undefined) throw sandbox.unusable(said.trim());
  return leaving(ended);
}
