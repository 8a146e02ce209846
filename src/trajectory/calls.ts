import type { ContextVariables, ReturnedFile, ToolFailure, Trajectory } from "./trajectory.ts";

/** A tool call with its outcome. */
export interface Call {
  readonly turn: number;
  /** Who called. */
  readonly agent: string;
  readonly name: string;
  /** Parsed, or the raw text if it is not JSON or the tool is a custom one. */
  readonly arguments: unknown;
  readonly executed: boolean;
  /** What the model read; undefined if the call was not executed, or not answered before the run ended. */
  readonly result: string | undefined;
  /** What went wrong, and of what kind it is; undefined if the call did not fail. */
  readonly error: string | undefined;
  readonly failure?: ToolFailure | undefined;
  readonly file?: ReturnedFile | undefined;
  /** The agent that the tool returned, whether or not a later call of the message returned another. */
  readonly to?: string | undefined;
  /** What the calls of a message changed in the context variables; it stands with the last of them. */
  readonly contextVariables?: ContextVariables;
}

/** The tool calls of a trajectory in the order in which they were made, handoffs among them. */
export function callsOf(trajectory: Trajectory): Call[] {
  const calls: Call[] = [];
  for (const step of trajectory) {
    if (step.type === "tool_call") {
      const { turn, agent, name, arguments: args, executed } = step;
      const unanswered = { result: undefined, error: undefined };
      calls.push({ turn, agent, name, arguments: args, executed, ...unanswered });
      continue;
    }
    const latest = calls.at(-1);
    if (latest === undefined) continue;
    if (step.type === "tool_result") {
      const { content: result, error, failure, file, to } = step;
      calls[calls.length - 1] = { ...latest, result, error, failure, file, to };
    } else if (step.type === "context_change") {
      calls[calls.length - 1] = { ...latest, contextVariables: step.changes };
    }
  }
  return calls;
}

/** How many calls a trajectory has. */
export function countCalls(trajectory: Trajectory): number {
  return trajectory.filter(({ type }) => type === "tool_call").length;
}
