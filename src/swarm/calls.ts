import type { Trajectory } from "./trajectory.ts";

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
}

/** The tool calls of a trajectory, in the order in which they were made, handoffs among them. */
export function callsOf(trajectory: Trajectory): Call[] {
  const calls: Call[] = [];
  for (const step of trajectory) {
    if (step.type === "tool_call") {
      const { turn, agent, name, arguments: args } = step;
      calls.push({ turn, agent, name, arguments: args, result: undefined, error: undefined });
    } else if (step.type === "tool_result") {
      // The loop answers each call before it makes the next, so it is the latest that is answered.
      const latest = calls.pop();
      if (latest !== undefined) calls.push({ ...latest, result: step.content, error: step.error });
    }
  }
  return calls;
}
