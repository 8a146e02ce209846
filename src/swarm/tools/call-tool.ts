import type { MessageCall } from "../../trajectory/message-calls.ts";
import type { ContextVariables, ToolFailure } from "../../trajectory/trajectory.ts";
import { isAgent, type Agent } from "../agent/agent.ts";
import { copyContext } from "../agent/context-variables.ts";
import { isResult } from "../agent/result.ts";
import type { Tool } from "../agent/tool.ts";
import { untilAborted } from "./abort.ts";
import { failureOf } from "./tool-failure.ts";
import { validateArguments } from "./validate-arguments.ts";

/** The outcome of one call. */
export interface CallOutcome {
  /** What the model reads. */
  readonly content: string;
  /** What went wrong, and of what kind it is; undefined if the call did not fail. */
  readonly error: string | undefined;
  readonly failure?: ToolFailure;
  readonly agent: Agent | undefined;
  readonly contextVariables: ContextVariables;
}

/**
 * Runs one tool call with the tools of the agent that made it. An unknown tool, arguments that do not fit and a tool
 * that throws become the text that the model reads, so that it can recover; only an abort throws.
 */
export async function callTool(
  { name, text, isJson }: MessageCall,
  tools: readonly Tool[],
  contextVariables: Readonly<ContextVariables>,
  signal: AbortSignal | undefined,
): Promise<CallOutcome> {
  signal?.throwIfAborted();
  const tool = tools.find((candidate) => candidate.name === name);
  if (tool === undefined) return failed("unknown_tool", `Tool ${name} not found.`);
  const parsed = isJson ? parseArguments(text) : { value: asArguments(text, tool) };
  if ("problem" in parsed) {
    const problem = `The arguments of ${name} are not valid JSON: ${parsed.problem}`;
    return failed("unusable_arguments", problem);
  }
  try {
    const accepted = await validateArguments(tool, parsed.value);
    if ("problems" in accepted) {
      const problems = accepted.problems.join(" ");
      return failed(
        "unusable_arguments",
        `The arguments of ${name} do not fit its schema. ${problems}`,
      );
    }
    const scope = { contextVariables: copyContext(contextVariables), signal };
    return answered(await untilAborted(signal, tool.execute(accepted.value as never, scope)));
  } catch (error) {
    signal?.throwIfAborted();
    const message = error instanceof Error ? error.message || error.name : String(error);
    return failed(failureOf(error), message);
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

/** The text of a custom call is the tool's first argument. */
function asArguments(text: string, { parameters }: Tool): object {
  const [first] = Object.keys((parameters["properties"] ?? {}) as object);
  return first === undefined ? {} : { [first]: text };
}

function answered(returned: unknown): CallOutcome {
  const nothing = { error: undefined, agent: undefined, contextVariables: {} };
  if (isAgent(returned)) {
    return { ...nothing, content: JSON.stringify({ assistant: returned.name }), agent: returned };
  }
  if (isResult(returned)) {
    const { value, agent, contextVariables } = returned;
    return { ...nothing, content: toText(value), agent, contextVariables };
  }
  return { ...nothing, content: toText(returned) };
}

function failed(failure: ToolFailure, error: string): CallOutcome {
  return { content: `Error: ${error}`, error, failure, agent: undefined, contextVariables: {} };
}

function toText(value: unknown): string {
  if (typeof value === "string") return value;
  if (value === undefined || value === null) return "";
  if (typeof value === "bigint") return String(value);
  return JSON.stringify(value) ?? "";
}
