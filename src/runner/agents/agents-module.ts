import { existsSync } from "node:fs";
import { expectationsOf, type Case } from "../../cases/case.ts";
import type { PlacedCommand } from "../../cases/command.ts";
import { checksProblem, type CustomChecks } from "../../checks/custom-check.ts";
import { faultText, within, type Fault } from "../../json/fault.ts";
import { agentsMade, isAgent, type Agent } from "../../swarm/agent/agent.ts";
import { agentsAmong, allAmong, isMember, type Member, type Speaker } from "../../swarm/floor.ts";
import { UnplayableCaseError, UsageError } from "../errors.ts";
import { onDisk } from "../../text/from-start.ts";
import { MissingFileError } from "../../text/missing-file.ts";
import { loadModule, withDeadline } from "./load-module.ts";
import { worldsOf, type Worlds } from "./world.ts";

/** The trial that a factory makes agents for. `World` is what the module's `worldSchema` gives, if it exports one. */
export interface FactoryInput<World = unknown> {
  /** The case's id. */
  readonly id: string;
  /** Counts from 1. */
  readonly trial: number;
  /** The case's world: a copy of its own for each trial; undefined if the case has none. */
  readonly world: World;
}

/** What an agents module's factory may return instead of an agent. */
export interface Assembly {
  /** The entry agent, or a team. */
  readonly agent: Speaker;
  /** Others that a case may start at. */
  readonly agents?: readonly Speaker[] | undefined;
  /** The state of the world that the tools act on; may be async. */
  readonly state?: (() => unknown) | undefined;
}

type Factory = (input: FactoryInput) => Speaker | Assembly | Promise<Speaker | Assembly>;

/** An agents module, loaded. */
export interface AgentsModule {
  readonly file: string;
  /** The agents that were made while it was loaded, exported or not; none unless `keepAgentsMade` was called. */
  readonly made: readonly Agent[];
  /** What a case may name as `check`: the checks that it exports, and those of the config. */
  readonly checks: CustomChecks;
  /** The names of those that it exports. */
  readonly ownChecks: readonly string[];
  readonly worlds: Worlds;
  /** The program that is played in its place, unless a case names one. */
  readonly command?: PlacedCommand | undefined;
  /**
   * For one trial of a case with this world. Throws UsageError for a return value that cannot be used,
   * UnplayableCaseError for a world that does not fit, and whatever the factory throws.
   */
  assemble(input: FactoryInput): Promise<Assembled>;
}

/** The agents and the world of one trial. */
export interface Assembled {
  /** The agent of that name, or the entry agent. Throws UnplayableCaseError for an unknown name. */
  starting(name: string | undefined): Speaker;
  readonly state: (() => unknown) | undefined;
  /** Where a case begins that names nobody. */
  readonly entry: Speaker;
  /** The agents that a case may start at, the entry agent first, and those of teams. */
  readonly agents: readonly Agent[];
  /** The teams that a case may start at, those in them, and whoever else takes part in them. */
  readonly members: readonly Member[];
}

/** What is played: an agent, a team, or a function that makes one for each trial. */
export type Entry = Speaker | ((input: never) => Speaker | Assembly | Promise<Speaker | Assembly>);

/**
 * Loads an agents module; its checks come before `shared` ones of the same name. Throws UsageError if it is missing, cannot
 * be loaded, exports no agent, or checks that are none.
 */
export async function loadAgentsModule(
  file: string,
  { timeoutMs, checks: shared }: { timeoutMs?: number; checks?: CustomChecks | undefined } = {},
): Promise<AgentsModule> {
  if (!existsSync(onDisk(file))) throw new MissingFileError("agents module", file, /\.m?[jt]s$/);
  const unloaded = (reason: string): UsageError =>
    new UsageError(
      `${file} could not be loaded: ${reason}. Look for an await outside of any function, in it or in what it imports.`,
    );
  const exports = await withDeadline(loadModule(file), unloaded, timeoutMs);
  const { default: entry } = exports;
  if (!isEntry(entry)) {
    throw new UsageError(
      `${file} exports no agent. Its default export must be an Agent, or a function that returns one: export default () => triageAgent; it is ${describe(entry)}.`,
    );
  }
  return agentsModule(file, entry, exports, shared);
}

/** How agents are called that no module exports, in messages and results. */
export const GIVEN_AGENTS = "options.agents";

/** The same of agents that are there already. Throws UsageError for what is none. */
export function givenAgents(entry: Entry, shared?: CustomChecks): AgentsModule {
  if (isEntry(entry)) return agentsModule(GIVEN_AGENTS, entry, { default: entry }, shared);
  throw new UsageError(
    `${GIVEN_AGENTS} must be an Agent, a team, a function that returns one, or the path of an agents module; it is ${describe(entry)}.`,
  );
}

function agentsModule(
  file: string,
  entry: Speaker | Function,
  exports: Readonly<Record<string, unknown>>,
  shared: CustomChecks | undefined,
): AgentsModule {
  const { checks = {} } = exports;
  const wrong = checksProblem(checks);
  if (wrong !== undefined) throw new UsageError(`${file}: its export "checks" ${wrong}.`);
  const exported = Object.entries(exports).flatMap(([name, value]) =>
    name !== "default" && isSpeaker(value) ? [value] : [],
  );
  const worlds = worldsOf(exports, file);
  return {
    file,
    made: madeWhileLoading(file),
    checks: { ...shared, ...(checks as CustomChecks) },
    ownChecks: Object.keys(checks as CustomChecks),
    worlds,
    async assemble(input) {
      const read = await worlds.read(input.world);
      if (read.faults !== undefined) throw new UnplayableCaseError(worldText(read.faults));
      const returned: unknown = isSpeaker(entry)
        ? entry
        : await (entry as Factory)({ ...input, world: read.value });
      const assembly = (isSpeaker(returned) ? { agent: returned } : returned) as Assembly;
      const wrong = whatIsWrong(assembly);
      if (wrong !== undefined) {
        throw new UsageError(
          `The factory of ${file} returned ${wrong}. It must return an Agent, or { agent, agents, state }, where agents is a list of them and state a function.`,
        );
      }
      const all = [...new Set([assembly.agent, ...exported, ...(assembly.agents ?? [])])];
      refuseNamesakes(all, file);
      return {
        entry: assembly.agent,
        agents: agentsAmong(all),
        members: allAmong(all).filter(isMember),
        state: assembly.state,
        starting: (name) => startingAgent(all, name, file),
      };
    },
  };
}

function worldText(faults: readonly Fault[]): string {
  return `${within("world", faults).map(faultText).join("; ")}.`;
}

/** By the module's file. Several suites may share a module, or modules a third, which is loaded only once. */
const agentsByModule = new Map<string, Agent[]>();

/** The agents that were made as modules were loaded, those of this module first. */
function madeWhileLoading(file: string): Agent[] {
  const own = [...(agentsByModule.get(file) ?? []), ...agentsMade()];
  agentsByModule.delete(file);
  const names = new Set(own.map(({ name }) => name));
  const others = [...agentsByModule.values()].flat().filter(({ name }) => !names.has(name));
  agentsByModule.set(file, own);
  return [...own, ...others];
}

/** What is wrong with the return value of a factory; undefined if nothing is. */
function whatIsWrong(assembly: unknown): string | undefined {
  if (typeof assembly !== "object" || assembly === null) return describe(assembly);
  const { agent, agents, state } = assembly as Partial<Record<keyof Assembly, unknown>>;
  if (!isSpeaker(agent)) return "an object without an agent";
  if (agents !== undefined && !Array.isArray(agents)) return `agents that are ${describe(agents)}`;
  const odd = agents?.findIndex((one) => !isSpeaker(one)) ?? -1;
  if (odd >= 0) return `a list of agents with ${describe(agents?.[odd])} in it`;
  if (state !== undefined && typeof state !== "function")
    return `a state that is ${describe(state)}`;
  return undefined;
}

function isEntry(value: unknown): value is Speaker | Function {
  return isSpeaker(value) || typeof value === "function";
}

function isSpeaker(value: unknown): value is Speaker {
  return isAgent(value) || isMember(value);
}

function refuseNamesakes(agents: readonly Speaker[], file: string): void {
  const names = allAmong(agents).map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice === undefined) return;
  throw new UsageError(
    `${file} has two agents of the name ${JSON.stringify(twice)}. Cases and reports know agents by their names: give each its own.`,
  );
}

function startingAgent(
  agents: readonly Speaker[],
  name: string | undefined,
  file: string,
): Speaker {
  const found = name === undefined ? agents[0] : agents.find((agent) => agent.name === name);
  if (found !== undefined) return found;
  const known = agents.map((agent) => JSON.stringify(agent.name)).join(", ");
  throw new UnplayableCaseError(
    `${file} has no agent ${JSON.stringify(name)} to start at. It has: ${known}. Export others, or return them as "agents" from the factory.`,
  );
}

/** Throws UnplayableCaseError for a case that expects a state, if the agents have none. */
export function requireState(testCase: Case, { state }: Assembled): void {
  if (state !== undefined || !expectationsOf(testCase).some((one) => one.state !== undefined))
    return;
  throw new UnplayableCaseError(
    "The case expects a state, and the agents module has no state(). Return { agent, state } from its factory.",
  );
}

function describe(value: unknown): string {
  if (value === undefined) return "nothing";
  if (Array.isArray(value)) return "a list";
  return value === null ? "null" : `a value of type ${typeof value}`;
}
