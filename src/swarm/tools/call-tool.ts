import { parseJson, TooDeepError } from "../../json/depth.ts";
import { bentNumber } from "../../json/bent-number.ts";
import { isError } from "../../json/json-form.ts";
import { ofKeptSize } from "../../json/size.ts";
import type { MessageCall } from "../../trajectory/message-calls.ts";
import type { ContextVariables, ReturnedFile, ToolFailure } from "../../trajectory/trajectory.ts";
import { isAgent, type Agent } from "../agent/agent.ts";
import { copyContext } from "../agent/context-variables.ts";
import { isNamedMember, type NamedMember } from "../agent/member.ts";
import { isResult } from "../agent/result.ts";
import type { Tool, ToolScope } from "../agent/tool.ts";
import { untilAborted } from "./abort.ts";
import { failureOf } from "./tool-failure.ts";
import { returnedFile, withFile } from "./returned-file.ts";
import { returnedText, thrownText } from "./tool-text.ts";
import { validateArguments } from "./validate-arguments.ts";

/** The outcome of one call. */
export interface CallOutcome {
  /** What the model reads. */
  readonly content: string;
  /** What went wrong, and of what kind it is; undefined if the call did not fail. */
  readonly error: string | undefined;
  readonly failure?: ToolFailure;
  readonly file?: ReturnedFile;
  /** The fault that was put in, in a word. */
  readonly fault?: string;
  readonly agent: Agent | NamedMember | undefined;
  readonly contextVariables: ContextVariables;
}

/** Makes a call of the tool of this name, which never throws but for an abort, or has another outcome in its place. */
export type WrapCall = (name: string, make: () => Promise<CallOutcome>) => Promise<CallOutcome>;

interface CallOptions {
  readonly signal: AbortSignal | undefined;
  readonly wrapCall?: WrapCall | undefined;
}

/**
 * Runs one tool call with the tools of the agent that made it. An unknown tool, arguments that do not fit and a tool
 * that throws become the text that the model reads, so that it can recover; only an abort throws.
 */
export async function callTool(
  { name, text, isJson }: MessageCall,
  tools: readonly Tool[],
  contextVariables: Readonly<ContextVariables>,
  { signal, wrapCall = (_, make) => make() }: CallOptions,
): Promise<CallOutcome> {
  signal?.throwIfAborted();
  const tool = tools.find((candidate) => candidate.name === name);
  if (tool === undefined) return failed("unknown_tool", `Tool ${name} not found.`);
  const parsed = isJson ? parseArguments(text) : { value: asArguments(text, tool) };
  if ("problem" in parsed) {
    return failed("unusable_arguments", `The arguments of ${name} ${parsed.problem}`);
  }
  try {
    const accepted = await validateArguments(tool, parsed.value);
    if (accepted.problems !== undefined) {
      const problems = accepted.problems.join(" ");
      return failed(
        "unusable_arguments",
        `The arguments of ${name} do not fit its schema. ${problems}`,
      );
    }
    const scope = { contextVariables: copyContext(contextVariables), signal };
    return await wrapCall(name, () => madeCall(tool, accepted.value, scope));
  } catch (error) {
    signal?.throwIfAborted();
    return failedBy(error);
  }
}

async function madeCall(tool: Tool, args: unknown, scope: ToolScope): Promise<CallOutcome> {
  const { signal } = scope;
  try {
    const returned: unknown = await untilAborted(signal, tool.execute(args as never, scope));
    return await untilAborted(signal, answered(returned));
  } catch (error) {
    signal?.throwIfAborted();
    return failedBy(error);
  }
}

/** Arguments as the model wrote them; no text at all means none. A problem is a clause about them. */
export function parseArguments(text: string): { value: unknown } | { problem: string } {
  if (text.trim() === "") return { value: {} };
  try {
    const value = parseJson(text);
    const bent = bentNumber(text);
    if (bent === undefined) return { value };
    const { key, written } = bent;
    const place = key === "" ? "" : `${key} is `;
    return {
      problem: `hold a number that would not stay the same: ${place}${written}. Send it as a string.`,
    };
  } catch (error) {
    const { message } = error as Error;
    return {
      problem:
        error instanceof TooDeepError
          ? `are not usable: ${message}.`
          : `are not valid JSON: ${message}`,
    };
  }
}

/** The text of a custom call is the tool's first argument. */
function asArguments(text: string, { parameters }: Tool): object {
  const [first] = Object.keys((parameters["properties"] ?? {}) as object);
  return first === undefined ? {} : { [first]: text };
}

async function answered(returned: unknown): Promise<CallOutcome> {
  if (isAgent(returned) || isNamedMember(returned)) {
    const content = JSON.stringify({ assistant: returned.name });
    return { content, error: undefined, agent: returned, contextVariables: {} };
  }
  if (isResult(returned)) {
    const { value, agent, contextVariables } = returned;
    const outcome = await valued(value);
    const file = await returnedFile(returned);
    const content = file === undefined ? outcome.content : withFile(outcome.content, file);
    return {
      ...outcome,
      content,
      ...(file && { file }),
      agent,
      contextVariables: copyContext(contextVariables),
    };
  }
  return valued(returned);
}

async function valued(value: unknown): Promise<CallOutcome> {
  if (isError(value)) return failedBy(value);
  const content = ofKeptSize(await returnedText(value));
  return { content, error: undefined, agent: undefined, contextVariables: {} };
}

/** A tool may return an error in place of throwing it. */
function failedBy(error: unknown): CallOutcome {
  return failed(failureOf(error), thrownText(error));
}

function failed(failure: ToolFailure, error: string): CallOutcome {
  return { content: `Error: ${error}`, error, failure, agent: undefined, contextVariables: {} };
}
