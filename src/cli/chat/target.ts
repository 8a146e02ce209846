import { accessSync, constants, existsSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { readCase } from "../../cases/reading/read-case.ts";
import { readCases } from "../../cases/reading/read-cases.ts";
import type { AgentsModule, Assembled } from "../../runner/agents/agents-module.ts";
import { attempt, UsageError, trialError } from "../../runner/errors.ts";
import { AgentError } from "../../swarm/agent/agent-error.ts";
import type { Agent } from "../../swarm/agent/agent.ts";
import { exactPattern } from "../../text/shell.ts";
import { makeDirectory } from "../../text/make-directory.ts";
import { suiteFiles } from "../play/suite-files.ts";
import type { SuiteFiles } from "../play/suite-files.ts";

/** The case file that a session is saved in. */
export interface ChatTarget {
  readonly suite: SuiteFiles;
  readonly fixtures: string;
  /** The ids of the cases that the file holds by now. Throws CaseFileError. */
  ids(): Promise<ReadonlySet<string>>;
  /** The words of the command line that replays a case, without the name of the program. */
  replay(id: string): string[];
}

/** The files of a case that is to be made, and its id where that was said. */
interface TargetOptions {
  readonly save: string;
  readonly agents: string;
  readonly fixtures: string;
  readonly id?: string | undefined;
}

/** Looks at a case file before anything is said that is to be saved in it. Throws UsageError and CaseFileError. */
export async function chatTarget(options: TargetOptions): Promise<ChatTarget> {
  const { save: file, agents, fixtures, id } = options;
  if (id !== undefined && !isId(id)) throw new UsageError(`--id ${JSON.stringify(id)}: ${NO_ID}`);
  const [suite] = suiteFiles([file], { agents }) as [SuiteFiles];
  const ids = (): Promise<Set<string>> => idsIn(file);
  const taken = await ids();
  requireWritable(file);
  if (id !== undefined && taken.has(id)) {
    throw new UsageError(`${file} has a case ${JSON.stringify(id)} already. Name another by --id.`);
  }
  return {
    suite,
    fixtures,
    ids,
    replay: (name) => [
      "run",
      file,
      "-t",
      exactPattern([name]),
      ...(isNeighbour(agents, file) ? [] : ["--agents", agents]),
      ...(fixtures === "fixtures" ? [] : ["--fixtures", fixtures]),
    ],
  };
}

/** What is wrong with a text that is no id. */
export const NO_ID = "An id is one line that neither begins nor ends with a space.";

/** Whether a case can have this id. */
export function isId(id: string): boolean {
  return readCase(JSON.stringify({ id, user: "Hi!", expect: { tool_calls: [] } })) !== undefined;
}

async function idsIn(file: string): Promise<Set<string>> {
  const ids = new Set<string>();
  if (!existsSync(file)) return ids;
  try {
    for await (const { case: script } of readCases(file)) ids.add(script.id);
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

/** Whether `run` finds the agents module by itself. */
function isNeighbour(agents: string, file: string): boolean {
  try {
    // The case file need not exist yet, its neighbour must.
    return suiteFiles([file], {}).some((suite) => resolve(suite.agents) === resolve(agents));
  } catch {
    return false;
  }
}

/** The agents of a module for one session. `id` is what the factory is told. Throws UsageError. */
export async function chatAgents(agentsModule: AgentsModule, id: string): Promise<Assembled> {
  try {
    return await agentsModule.assemble({ id, trial: 1 });
  } catch (error) {
    if (error instanceof UsageError) throw error;
    const { message } = trialError(new AgentError("The factory", error));
    throw new UsageError(message, { cause: error });
  }
}

/** Who listens first: the agent of that name, or the entry agent. Throws UsageError. */
export function firstAgent(assembled: Assembled, name: string | undefined): Agent {
  try {
    return assembled.starting(name);
  } catch (error) {
    throw new UsageError((error as Error).message, { cause: error });
  }
}
