import { hash } from "node:crypto";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { UserError } from "../../text/user-error.ts";
import { giveTo, OutsideError, placeFile } from "../directory.ts";
import type { CodeRequest, Ran } from "../executor.ts";
import { LANGUAGE_NAMES, languageOf, type Language } from "../languages.ts";
import { leftFiles } from "../left-files.ts";
import { runProgram } from "./program.ts";

/** Where sandboxes have the directory, so that the paths in what programs print are the same on every machine. */
export const SANDBOX = "/sandbox";

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
  readonly env: NodeJS.ProcessEnv;
  /** Ends what goes on without the command that started it. */
  end?(): Promise<void>;
  /** What is thrown if it did not start a program, by the last that it said, or by what starting it threw. */
  unusable(said: string, cause?: NodeJS.ErrnoException): UserError;
}

/** Said on standard error, where only the sandbox itself is read: programs have theirs on standard output. */
const STARTED = "swarm-eval: started";

/** A shell is in every sandbox, and there finds out whether there is such a program. */
const LAUNCH = `cd "$1" || exit
unset OLDPWD
shift
echo "${STARTED}" >&2
exec 2>&1
command -v "$1" >/dev/null || { echo "$1 is not installed here, so this code cannot be run."; exit 127; }
exec "$@"`;

/** Puts code into its directory, and runs it in a sandbox. A named file in a language that is not run is only put there. */
export async function runIn(
  sandbox: Sandbox,
  request: CodeRequest,
  signal?: AbortSignal,
): Promise<Ran> {
  signal?.throwIfAborted();
  const { directory, limits } = request;
  const ended = await place(request).then(
    (placed) => ("output" in placed ? placed : start(sandbox, placed, request, signal)),
    refused,
  );
  signal?.throwIfAborted();
  return { ...ended, files: await leftFiles(directory.path, limits) };
}

type Ended = Omit<Ran, "files">;

interface Placed {
  readonly language: Language;
  readonly file: string;
}

/** Where the code is now, or what is answered though nothing runs. */
async function place({
  language: name,
  filename,
  code,
  directory,
}: CodeRequest): Promise<Placed | Ended> {
  const language = languageOf(name);
  if (language === undefined && filename === undefined) return answer(1, unknown(name));
  const file = filename ?? `code-${hash("sha256", code).slice(0, 8)}.${language?.extension}`;
  await placeFile(directory.path, file, code);
  return language === undefined ? answer(0, `${file} is written.`) : { language, file };
}

function answer(exitCode: number, words: string): Ended {
  return { exitCode, output: `${words}\n`, ms: 0 };
}

/** As AutoGen 0.2 says it, and which there are. */
function unknown(language: string): string {
  const said =
    language === "" ? "unknown language: the block names none" : `unknown language ${language}`;
  return `${said}. Known are ${LANGUAGE_NAMES.join(", ")}.`;
}

function refused(error: unknown): Ended {
  if (error instanceof OutsideError) return answer(1, error.message);
  throw error;
}

async function start(
  { path, user, isCounted, command, env, end, unusable }: Sandbox,
  { language, file }: Placed,
  { filename, directory, limits }: CodeRequest,
  signal: AbortSignal | undefined,
): Promise<Ended> {
  if (user !== undefined) await giveTo(directory.path, user);
  // Else it would be taken for an option.
  const argument = file.startsWith("-") ? `./${file}` : file;
  const program = ["sh", "-c", LAUNCH, "sh", path, ...language.command(argument)];
  const options = { env, directory: directory.path, limits, isCounted, signal };
  const { said, ...ended } = await runProgram(command(program), options)
    .catch((error: Error) => {
      throw unusable("", error);
    })
    .finally(end);
  if (filename === undefined) await rm(join(directory.path, file), { force: true });
  signal?.throwIfAborted();
  if (!said.includes(STARTED) && ended.stopped === undefined) throw unusable(said.trim());
  return ended;
}
