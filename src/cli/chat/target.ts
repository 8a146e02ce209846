import { accessSync, constants, existsSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { readCase } from "../../cases/reading/read-case.ts";
import { isModule } from "../../runner/suite/open-cases.ts";
import { readCases } from "../../cases/reading/read-cases.ts";
import type { AgentsModule, Assembled } from "../../runner/agents/agents-module.ts";
import { attempt, trialError, UnplayableCaseError, UsageError } from "../../runner/errors.ts";
import { AgentError } from "../../swarm/agent/agent.ts";
import type { Speaker } from "../../swarm/floor.ts";
import { exactPattern } from "../../text/shell.ts";
import { makeDirectory } from "../../text/make-directory.ts";
import { suiteFiles, type FileOptions, type SuiteFiles } from "../../runs/files/suites.ts";

/** The case file that a session is saved in. */
export interface ChatTarget {
  readonly suite: SuiteFiles;
  /** The ids of the cases in the file at present. Throws CaseFileError. */
  ids(): Promise<ReadonlySet<string>>;
  /** The words of `run` that replay a case once, behind the name of the command. */
  replay(id: string): string[];
  /** What they need where the config would have it played more than once. */
  readonly once: readonly string[];
}

/** The files of a new case, and its id if the command line names one. */
export interface TargetOptions extends Pick<FileOptions, "fixtures" | "root" | "suites"> {
  readonly save: string;
  readonly agents: string;
  readonly id?: string | undefined;
  /** How often the config has cases played. */
  readonly trials?: number | undefined;
}

/** Checks a case file before a session that is to be saved in it. Throws UsageError and CaseFileError. */
export async function chatTarget(options: TargetOptions): Promise<ChatTarget> {
  const { save: file, agents, fixtures, root, suites, id, trials = 1 } = options;
  if (id !== undefined && !isId(id)) throw new UsageError(`--id ${JSON.stringify(id)}: ${NO_ID}`);
  const [suite] = suiteFiles([file], { agents, fixtures, root, suites, traffic: "record" }) as [
    SuiteFiles,
  ];
  const taken = await idsIn(file);
  requireWritable(file);
  if (id !== undefined && taken.has(id)) {
    throw new UsageError(`${file} has a case ${JSON.stringify(id)} already. Name another by --id.`);
  }
  return {
    suite,
    ids: () => idsIn(file),
    once: trials === 1 ? [] : ["--trials", "1"],
    replay: (name) => [
      file,
      "-t",
      exactPattern([name]),
      ...(isNeighbour(agents, file) ? [] : ["--agents", agents]),
      ...(fixtures === undefined ? [] : ["--fixtures", fixtures]),
    ],
  };
}

/** Said of a text that is not an id. */
export const NO_ID = "An id is one line that neither begins nor ends with a space.";

/** Whether a case can have this id. */
export function isId(id: string): boolean {
  return readCase(JSON.stringify({ id, user: "Hi!", expect: { tool_calls: [] } })) !== undefined;
}

async function idsIn(file: string): Promise<Set<string>> {
  const ids = new Set<string>();
  if (file.endsWith(".json") || isModule(file))
    throw new UsageError(`${file} cannot be added to: a session is saved as a line of JSONL.`);
  if (!existsSync(file)) return ids;
  try {
    for await (const { case: testCase } of readCases(file)) ids.add(testCase.id);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    throw new UsageError(`${file} cannot be added to: ${(error as Error).message}`, {
      cause: error,
    });
  }
  return ids;
}

function requireWritable(file: string): void {
  attempt(`${file} cannot be written`, () => {
    makeDirectory(dirname(file));
    accessSync(existsSync(file) ? file : dirname(file), constants.W_OK);
  });
}

/** Whether `run` finds the agents module without being told. */
function isNeighbour(agents: string, file: string): boolean {
  try {
    // The case file need not exist yet, its neighbour must.
    return suiteFiles([file], {}).some(
      ({ agentsFile }) => agentsFile !== undefined && resolve(agentsFile) === resolve(agents),
    );
  } catch {
    return false;
  }
}

/** The agents of a module for one session; its factory is given `id` and `world`. Throws UsageError. */
export async function chatAgents(
  agentsModule: AgentsModule,
  { id = "chat", world }: { readonly id?: string; readonly world?: unknown },
): Promise<Assembled> {
  try {
    return await agentsModule.assemble({ id, trial: 1, world });
  } catch (error) {
    if (error instanceof UsageError) throw error;
    if (error instanceof UnplayableCaseError)
      throw new UsageError(`${error.message} Give it with --world.`, { cause: error });
    const { message } = trialError(new AgentError("The factory", error));
    throw new UsageError(message, { cause: error });
  }
}

/** The agent of that name, or the entry agent. Throws UsageError. */
export function firstAgent(assembled: Assembled, name: string | undefined): Speaker {
  try {
    return assembled.starting(name);
  } catch (error) {
    throw new UsageError((error as Error).message, { cause: error });
  }
}
