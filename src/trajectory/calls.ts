import type { ContextVariables, Trajectory } from "./trajectory.ts";

/** A tool call with what became of it. */
export interface Call {
  readonly turn: number;
  /** Who called. */
  readonly agent: string;
  readonly name: string;
  readonly arguments: unknown;
  /** What the model read; undefined where the call was not executed, or not answered before the run ended. */
  readonly result: string | undefined;
  /** What went wrong; undefined where nothing did. */
  readonly error: string | undefined;
  /** Of the last call of a message, what its calls changed in the context variables, where they did. */
  readonly contextVariables?: ContextVariables;
}

/** The tool calls of a trajectory, in the order in which they were made, handoffs among them. */
export function callsOf(trajectory: Trajectory): Call[] {
  const calls: Call[] = [];
  for (const step of trajectory) {
    if (step.type === "tool_call") {
      const { turn, agent, name, arguments: args } = step;
      calls.push({ turn, agent, name, arguments: args, result: undefined, error: undefined });
      continue;
    }
    // The loop answers each call before it makes the next, and merges changes after the last: it is the latest that is meant.
    const latest = calls.at(-1);
    if (latest === undefined) continue;
    if (step.type === "tool_result")
      calls[calls.length - 1] = { ...latest, result: step.content, error: step.error };
    else if (step.type === "context_change")
      calls[calls.length - 1] = { ...latest, contextVariables: step.changes };
  }
  return calls;
}
