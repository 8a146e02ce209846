// Loaded by the command, beside a suite whose agents are of another copy of this package: hence no `instanceof`.
import type { Assembly, FactoryInput } from "../../../src/runner/agents/agents-module.ts";
import { Agent, isAgent, type Instructions } from "../../../src/swarm/agent/agent.ts";
import { isResult, Result } from "../../../src/swarm/agent/result.ts";
import type { Tool } from "../../../src/swarm/agent/tool.ts";
import { toolsOf } from "../../../src/swarm/tools/function-to-json.ts";
import { agentsAmong, isMember } from "../../../src/swarm/floor.ts";
import type { Fault, Seeds } from "./fault.ts";
import { plantInTeams } from "./team-faults.ts";

type Exports = Readonly<Record<string, unknown>>;

/** A factory of the agents that a module exports, in each trial with the fault that is seeded there. */
export function withFaults(exports: Exports, seeds: Seeds): (input: FactoryInput) => Assembly {
  return (input) => {
    const { agent, agents = [], state } = assemblyOf(exports, input);
    const speakers = [...new Set([agent, ...agents])];
    const hasTeams = speakers.some(isMember);
    const copies = new Map(
      // Teams have their agents for good. Their suites make new ones for each trial.
      agentsAmong(speakers).map((one) => [one, hasTeams ? one : new Agent({ ...one })]),
    );
    const fault = seeds[input.id]?.[input.trial - 1];
    for (const copy of copies.values()) plant(fault ?? undefined, copy, copies);
    if (fault) plantInTeams(fault, speakers);
    const [entry, ...others] = speakers.map((one) => (isMember(one) ? one : copies.get(one)));
    return { agent: entry, agents: others, state } as Assembly;
  };
}

function assemblyOf(exports: Exports, input: FactoryInput): Assembly {
  const { default: entry, ...others } = exports;
  if (isAgent(entry)) return { agent: entry, agents: Object.values(others).filter(isAgent) };
  return (entry as (input: FactoryInput) => Assembly)(input);
}

/** Has the agent hand over to copies alone, and do wrong what the fault says of it. */
function plant(fault: Fault | undefined, copy: Agent, copies: ReadonlyMap<Agent, Agent>): void {
  const { name, instructions } = copy;
  const toCopy = (returned: unknown): unknown => {
    if (isAgent(returned)) return copies.get(returned);
    if (!isResult(returned) || returned.agent === undefined) return returned;
    return new Result({ ...returned, agent: copies.get(returned.agent) });
  };
  const tools = toolsOf(copy).map((tool) => returning(tool, toCopy));
  copy.functions = tools;
  if (fault === undefined) return;
  if (fault.kind === "sentence lost") {
    copy.instructions = without(fault.sentence, instructions);
    return;
  }
  if (!("tool" in fault) || fault.agent !== name) return;
  copy.functions = tools.flatMap((tool) => {
    if (tool.name !== fault.tool) return [tool];
    switch (fault.kind) {
      case "tool dropped":
        return [];
      case "tool fails":
        return [{ ...tool, execute: () => new Error("It is out of order.") }];
      case "handoff swapped": {
        const to = [...copies.values()].find((other) => other.name === fault.to);
        return [returning(tool, () => to)];
      }
      case "argument changed":
        return [taking(tool, fault.argument)];
      case "context update lost":
        return [returning(tool, (returned) => withoutUpdate(returned, fault.key))];
    }
  });
}

function returning(tool: Tool, change: (returned: unknown) => unknown): Tool {
  return { ...tool, execute: async (args, scope) => change(await tool.execute(args, scope)) };
}

function taking(tool: Tool, argument: string): Tool {
  return {
    ...tool,
    execute: (args: Readonly<Record<string, unknown>>, scope) =>
      tool.execute(
        { ...args, ...(argument in args ? { [argument]: changed(args[argument]) } : {}) } as never,
        scope,
      ),
  };
}

/** Another value of the same type, and of the same form where the type alone does not say it. */
function changed(value: unknown): unknown {
  if (typeof value === "number") return value + 1;
  if (typeof value === "boolean") return !value;
  if (Array.isArray(value)) return value.length === 0 ? ["other"] : value.map(changed);
  if (typeof value === "object" && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, changed(one)]));
  if (typeof value !== "string") return value;
  return /^\d{4}-\d\d-\d\d/.test(value)
    ? value.replace(/^\d{4}/, (year) => String(Number(year) + 1))
    : "other";
}

function withoutUpdate(returned: unknown, key: string): unknown {
  if (!isResult(returned)) return returned;
  const { [key]: _, ...contextVariables } = returned.contextVariables;
  return new Result({ ...returned, contextVariables });
}

function without(sentence: string, instructions: Instructions): Instructions {
  if (typeof instructions === "string") return instructions.replace(sentence, "");
  return async (known) => (await instructions(known)).replace(sentence, "");
}
