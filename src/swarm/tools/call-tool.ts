import { untilAborted } from "./abort.ts";
import type { Agent } from "../agent/agent.ts";
import { isAgent } from "../agent/agent.ts";
import { copyContext } from "../agent/context-variables.ts";
import type { ContextVariables, ToolCall } from "../../trajectory/trajectory.ts";
import { isResult } from "../agent/result.ts";
import type { Tool } from "../agent/tool.ts";
import { validateArguments } from "./validate-arguments.ts";

/** What one call came to. */
export interface CallOutcome {
  /** What the model reads. */
  readonly content: string;
  /** What went wrong; undefined where nothing did. */
  readonly error: string | undefined;
  readonly agent: Agent | undefined;
  readonly contextVariables: ContextVariables;
}

/**
 * Runs one tool call with the tools of the agent that made it. An unknown tool, arguments that do not fit and a tool
 * that throws become the text that the model reads, so that it can recover; only an abort throws.
 */
export async function callTool(
  call: ToolCall,
  tools: readonly Tool[],
  contextVariables: Readonly<ContextVariables>,
  signal: AbortSignal | undefined,
): Promise<CallOutcome> {
  const { name, arguments: text } = call.function;
  signal?.throwIfAborted();
  const tool = tools.find((candidate) => candidate.name === name);
  if (tool === undefined) return failure(`Tool ${name} not found.`);
  const parsed = parseArguments(text);
  if ("problem" in parsed) {
    return failure(`The arguments of ${name} are not valid JSON: ${parsed.problem}`);
  }
  try {
    const accepted = await validateArguments(tool, parsed.value);
    if ("problems" in accepted) {
      return failure(
        `The arguments of ${name} do not fit its schema. ${accepted.problems.join(" ")}`,
      );
    }
    const scope = { contextVariables: copyContext(contextVariables), signal };
    return success(await untilAborted(signal, tool.execute(accepted.value as never, scope)));
  } catch (error) {
    signal?.throwIfAborted();
    return failure(error instanceof Error ? error.message || error.name : String(error));
  }
}

/** Arguments as the model wrote them; no text at all means none. */
export function parseArguments(text: string): { value: unknown } | { problem: string } {
  if (text.trim() === "") return { value: {} };
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    return { problem: (error as Error).message };
  }
}

function success(returned: unknown): CallOutcome {
  if (isAgent(returned)) {
    return {
      content: JSON.stringify({ assistant: returned.name }),
      error: undefined,
      agent: returned,
      contextVariables: {},
    };
  }
  if (isResult(returned)) {
    const { value, agent, contextVariables } = returned;
    return { content: toText(value), error: undefined, agent, contextVariables };
  }
  return { content: toText(returned), error: undefined, agent: undefined, contextVariables: {} };
}

function failure(error: string): CallOutcome {
  return { content: `Error: ${error}`, error, agent: undefined, contextVariables: {} };
}

function toText(value: unknown): string {
  if (typeof value === "string") return value;
  if (value === undefined || value === null) return "";
  if (typeof value === "bigint") return String(value);
  return JSON.stringify(value) ?? "";
}
