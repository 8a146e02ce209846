import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { basename, dirname, extname } from "node:path";
import { loadAgentsModule } from "../../runner/agents/agents-module.ts";
import { MODULE_ENDINGS, withDeadline } from "../../runner/agents/load-module.ts";
import { attempt, UsageError } from "../../runner/errors.ts";
import type { FunctionSchema } from "../../signatures/registered-schemas.ts";
import { signatureOf } from "../../signatures/signature-of.ts";
import { agentsMade, keepAgentsMade, type Agent } from "../../swarm/agent/agent.ts";
import { whyIndescribable } from "../../swarm/tools/function-to-json.ts";
import { plural } from "../../text/count.ts";
import { makeDirectory } from "../../text/make-directory.ts";
import { tell } from "../output/screen.ts";
import { prepare } from "../../runs/process/prepare.ts";
import { EXIT } from "../process/exit-code.ts";
import { homeOf } from "../../runs/settings/folders.ts";
import { ownCommand } from "../../runs/settings/own-command.ts";

export interface SchemasOptions {
  /** The module to write; beside the agents module by default. */
  readonly output?: string;
  /** Whether the file is only compared. */
  readonly check?: true;
}

/**
 * Writes a module that registers what the functions of an agents module's agents tell a model. Returns the exit code.
 * Throws UsageError.
 */
export async function schemas(agentsFile: string, options: SchemasOptions): Promise<number> {
  const { output = beside(agentsFile), check = false } = options;
  if (!MODULE_ENDINGS.some((ending) => output.endsWith(ending)))
    throw new UsageError(
      `${output} cannot be written: it must end in ${MODULE_ENDINGS.join(", ")}.`,
    );
  const agents = await agentsOf(agentsFile);
  const text = moduleText(basename(agentsFile), schemasOf(agents));
  if (check) {
    const isCurrent =
      existsSync(output) && readFileSync(output, "utf8").replaceAll("\r\n", "\n") === text;
    if (isCurrent) return EXIT.passed;
    const command = ownCommand(["schemas", agentsFile, ...(options.output ? ["-o", output] : [])]);
    tell(`${output} is out of date. Write it again: ${command}`);
    return EXIT.failed;
  }
  attempt(`${output} could not be written`, () => {
    makeDirectory(dirname(output));
    writeFileSync(output, text);
  });
  tell(`${plural(agents.length, "agent")} in ${output}`);
  return EXIT.passed;
}

/** `evals/airline.schemas.ts`. */
function beside(agentsFile: string): string {
  const ending = extname(agentsFile);
  return `${agentsFile.slice(0, -ending.length)}.schemas${ending.replace("x", "")}`;
}

/** All agents of a module that can be had without a conversation. */
async function agentsOf(file: string): Promise<readonly Agent[]> {
  keepAgentsMade();
  prepare("replay", [{ home: homeOf(file, undefined) }], { clock: "real" });
  const module = await loadAgentsModule(file);
  const assembling = module.assemble({ id: "schemas", trial: 1, world: undefined });
  const { agents } = await withDeadline(
    assembling,
    (reason) => new UsageError(`The factory of ${file} made no agents: ${reason}.`),
  );
  return [...new Set([...module.made, ...agents, ...agentsMade()])];
}

type Sorted = Readonly<Record<string, Readonly<Record<string, FunctionSchema>>>>;

/** Throws UsageError for functions that cannot be described, or not be told apart. */
function schemasOf(agents: readonly Agent[]): Sorted {
  const byAgent = new Map<string, Map<string, FunctionSchema>>();
  for (const agent of agents) {
    const functions = byAgent.get(agent.name) ?? new Map<string, FunctionSchema>();
    for (const [name, schema] of functionsOf(agent)) {
      const other = functions.get(name);
      if (other && JSON.stringify(other) !== JSON.stringify(schema))
        throw new UsageError(
          `Two agents called "${agent.name}" have functions called "${name}" that differ, which compiled code could not tell apart. Rename one of them, or describe it with tool().`,
        );
      functions.set(name, schema);
    }
    if (functions.size > 0) byAgent.set(agent.name, functions);
  }
  return sorted([...byAgent].map(([name, functions]) => [name, sorted([...functions])]));
}

/** What the plain functions of an agent tell a model, by name. Throws UsageError. */
function functionsOf(agent: Agent): readonly (readonly [string, FunctionSchema])[] {
  const errors = whyIndescribable(agent);
  if (errors.length > 0)
    throw new UsageError(errors.map(({ message }) => message).join("\n"), { cause: errors[0] });
  return agent.functions
    .filter((callable) => typeof callable === "function")
    .map((callable) => {
      const { name, parameters, ...rest } = signatureOf(callable, agent.name);
      const known = parameters.map(({ untyped: _, ...parameter }) => parameter);
      return [name, { ...rest, parameters: known } as FunctionSchema];
    });
}

function sorted<T>(entries: readonly (readonly [string, T])[]): Record<string, T> {
  return Object.fromEntries(entries.toSorted(([one], [other]) => (one < other ? -1 : 1)));
}

function moduleText(agentsFile: string, all: Sorted): string {
  return `// Made by \`swarm-eval schemas\` from the types in ${agentsFile}: what the functions of its agents tell a model.
// Do not edit it. Import it where the compiled program starts.
import { registerSchemas } from "swarm-eval";

// prettier-ignore
registerSchemas(${JSON.stringify(all, undefined, 2)});
`;
}
