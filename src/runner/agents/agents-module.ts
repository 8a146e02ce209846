import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { isAgent } from "../../swarm/agent/agent.ts";
import type { Agent } from "../../swarm/agent/agent.ts";
import { UnplayableCaseError, UsageError, missingFile } from "../errors.ts";
import { placeOf } from "../place-of.ts";
import { agentsOfModule } from "./module-agents.ts";
import { withDeadline } from "./with-deadline.ts";

/** What a factory is told of the trial that it makes agents for. */
export interface FactoryInput {
  /** The case's id. */
  readonly id: string;
  /** Counts from 1. */
  readonly trial: number;
}

/** What an agents module's factory may return, beside an agent alone. */
export interface Assembly {
  /** The entry agent. */
  readonly agent: Agent;
  /** Others that a case may start at. */
  readonly agents?: readonly Agent[];
  /** The state of the world that the tools act on; may be async. */
  readonly state?: () => unknown;
}

type Factory = (input: FactoryInput) => Agent | Assembly | Promise<Agent | Assembly>;

/** An agents module, loaded. */
export interface AgentsModule {
  readonly file: string;
  /** The agents that were made while it was loaded, listed or not; none unless `keepAgentsMade` was called. */
  readonly made: readonly Agent[];
  /** The agents and their world for one trial. Throws UsageError for agents that no case can be played with, and whatever the factory throws. */
  assemble(input: FactoryInput): Promise<Assembled>;
}

/** The agents and the world of one trial. */
export interface Assembled {
  /** The agent of that name, or the entry agent. Throws UnplayableCaseError for a name that there is none of. */
  starting(name: string | undefined): Agent;
  readonly state: (() => unknown) | undefined;
  /** All that a case may start at, the entry agent first. */
  readonly agents: readonly Agent[];
}

/** How long a module may take to load. */
const LOADING_MS = 120_000;

/** Loads an agents module. Throws UsageError where it is missing, cannot be loaded, or exports no agent. */
export async function loadAgentsModule(
  file: string,
  timeoutMs: number = LOADING_MS,
): Promise<AgentsModule> {
  if (!existsSync(file)) throw missingFile("agents module", file, /\.m?[jt]s$/);
  const exports = await withDeadline(
    importModule(file),
    timeoutMs,
    (why) =>
      new UsageError(
        `${file} could not be loaded: ${why === "late" ? `it did not finish loading within ${timeoutMs} ms` : "it waits for something that never comes"}. Look for an await outside of any function, in it or in what it imports.`,
      ),
  );
  const entry = exports["default"];
  if (!isAgent(entry) && typeof entry !== "function") {
    throw new UsageError(
      `${file} exports no agent. Its default export must be an Agent, or a function that returns one: export default () => triageAgent; it is ${describe(entry)}.`,
    );
  }
  const exported = Object.entries(exports).flatMap(([name, value]) =>
    name !== "default" && isAgent(value) ? [value] : [],
  );
  return {
    file,
    made: agentsOfModule(file),
    async assemble(input) {
      const made: unknown = isAgent(entry) ? entry : await (entry as Factory)(input);
      const assembly = (isAgent(made) ? { agent: made } : made) as Assembly;
      const wrong = wrongWith(assembly);
      if (wrong !== undefined) {
        throw new UsageError(
          `The factory of ${file} returned ${wrong}. It must return an Agent, or { agent, agents, state }, where agents is a list of them and state a function.`,
        );
      }
      const agents = [...new Set([assembly.agent, ...exported, ...(assembly.agents ?? [])])];
      refuseNamesakes(agents, file);
      return {
        agents,
        state: assembly.state,
        starting: (name) => startingAgent(agents, name, file),
      };
    },
  };
}

async function importModule(file: string): Promise<Readonly<Record<string, unknown>>> {
  try {
    return (await import(pathToFileURL(resolve(file)).href)) as Record<string, unknown>;
  } catch (error) {
    throw new UsageError(`${file} could not be loaded: ${describeLoadError(error)}`, {
      cause: error,
    });
  }
}

/** What is wrong with the return value of a factory; undefined if nothing is. */
function wrongWith(assembly: unknown): string | undefined {
  if (typeof assembly !== "object" || assembly === null) return describe(assembly);
  const { agent, agents, state } = assembly as Partial<Record<keyof Assembly, unknown>>;
  if (!isAgent(agent)) return "an object without an agent";
  if (agents !== undefined && !Array.isArray(agents)) return `agents that are ${describe(agents)}`;
  const odd = agents?.findIndex((one) => !isAgent(one)) ?? -1;
  if (odd >= 0) return `agents of which one is ${describe(agents?.[odd])}`;
  if (state !== undefined && typeof state !== "function")
    return `a state that is ${describe(state)}`;
  return undefined;
}

function refuseNamesakes(agents: readonly Agent[], file: string): void {
  const names = agents.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice === undefined) return;
  throw new UsageError(
    `${file} has two agents of the name ${JSON.stringify(twice)}. Cases and reports know agents by their names: give each its own.`,
  );
}

function startingAgent(agents: readonly Agent[], name: string | undefined, file: string): Agent {
  const found = name === undefined ? agents[0] : agents.find((agent) => agent.name === name);
  if (found !== undefined) return found;
  const known = agents.map((agent) => JSON.stringify(agent.name)).join(", ");
  throw new UnplayableCaseError(
    `${file} has no agent ${JSON.stringify(name)} to start at. It has: ${known}. Export others, or return them as "agents" from the factory.`,
  );
}

function describe(value: unknown): string {
  if (value === undefined) return "nothing";
  if (Array.isArray(value)) return "a list";
  return value === null ? "null" : `a value of type ${typeof value}`;
}

/** What Node says of an ES module that package.json makes CommonJS, as npm init does. */
const AS_COMMONJS = /^(?:Cannot use import statement outside a module|Unexpected token 'export')/;
const AN_ES_MODULE =
  '. It is an ES module, and its package.json says that it is none: write "type": "module" there, or let its name end in .mts.';

/** Why a module could not be loaded, with the place in the user's own code where there is one. */
export function describeLoadError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const place = placeOf(error);
  const [line = ""] = error.message.split("\n");
  const message = line.replaceAll(`${process.cwd()}/`, "");
  const where = place === undefined ? "" : ` (${place})`;
  const hint = AS_COMMONJS.test(message) ? AN_ES_MODULE : "";
  return `${error.name === "Error" ? "" : `${error.name}: `}${message}${where}${hint}`;
}
