import type { ExpectedName, SuiteNames } from "../cases/expected-names.ts";
import { isRecord } from "../json/value.ts";
import type { AgentFunction } from "../swarm/agent/tool.ts";
import { functionToJson } from "../swarm/tools/function-to-json.ts";
import { hint, type Doubt } from "./doubts.ts";
import type { KnownNames } from "./known-names.ts";

/** The agents, tools and arguments in expectations that no agent has: they are never reached, called or given. */
export function unknownNames({ names }: SuiteNames, known: KnownNames): Doubt[] {
  // If no agent was made, for example because no recording could be opened, no name is known.
  if (known.agents.length === 0) return [];
  return names.flatMap((expected) => {
    const message = problemOf(expected, known);
    return message === undefined ? [] : [{ line: expected.line, name: expected.name, message }];
  });
}

function problemOf(expected: ExpectedName, known: KnownNames): string | undefined {
  const { of, name } = expected;
  const quoted = JSON.stringify(name);
  if (of === "context variable") return undefined;
  if (of === "argument") return argumentProblem(expected, known);
  const names = known.names(of);
  if (names.includes(name)) return undefined;
  const what = of === "tool" ? "has a tool" : "is called";
  return `no agent that was made ${what} ${quoted}.${hint(name, names)}`;
}

type ExpectedArgument = Extract<ExpectedName, { readonly of: "argument" }>;

function argumentProblem(
  { name, tool, path }: ExpectedArgument,
  known: KnownNames,
): string | undefined {
  const tools = known.toolsOf(tool);
  const allowed = tools.map((callable) => keysAt(callable, path.slice(0, -1)));
  if (tools.length === 0 || !allowed.every((keys) => keys !== undefined)) return undefined;
  const keys = new Set(allowed.flat());
  if (keys.has(name)) return undefined;
  const place = path.length === 1 ? "no argument" : `nothing in ${path.slice(0, -1).join(".")}`;
  return `${tool} takes ${place} that is called ${JSON.stringify(name)}.${hint(name, keys)}`;
}

/** The keys that a tool's arguments may have at a place; undefined if that is open, or cannot be told. */
function keysAt(callable: AgentFunction, path: readonly string[]): string[] | undefined {
  let schema: unknown = schemaOf(callable);
  for (const key of path) schema = propertiesOf(schema)?.[key];
  const properties = propertiesOf(schema);
  if (!isRecord(schema) || properties === undefined) return undefined;
  const { additionalProperties: others, patternProperties } = schema;
  // What a model is not told of is not among a call's arguments; deeper down, many schemas say only part.
  const isClosed = path.length === 0 ? others === undefined || others === false : others === false;
  const isPartial = ["$ref", "allOf", "anyOf", "oneOf"].some((key) => key in schema);
  return isClosed && !isPartial && patternProperties === undefined
    ? Object.keys(properties)
    : undefined;
}

function propertiesOf(schema: unknown): Readonly<Record<string, unknown>> | undefined {
  const properties = isRecord(schema) ? schema["properties"] : undefined;
  return isRecord(properties) ? properties : undefined;
}

function schemaOf(callable: AgentFunction): unknown {
  try {
    return functionToJson(callable).function.parameters;
  } catch {
    // Whoever asks a model with it is told why.
    return undefined;
  }
}
