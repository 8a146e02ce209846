import { outerSteps } from "./calls.ts";
import type { Trajectory } from "./trajectory.ts";

/** A handoff that took effect. */
export interface Handoff {
  readonly turn: number;
  readonly from: string;
  readonly to: string;
}

/** The handoffs of a trajectory, in order. */
export function handoffsOf(trajectory: Trajectory): Handoff[] {
  const handoffs: Handoff[] = [];
  for (const step of trajectory)
    if (step.type === "handoff") handoffs.push({ turn: step.turn, from: step.agent, to: step.to });
  return handoffs;
}

/** Who had the conversation, in order, during a turn or all of it: first whoever had it before. */
export function activeAgents(
  trajectory: Trajectory,
  startingAgent: string | null,
  turn?: number,
): string[] {
  let before = startingAgent;
  const during: string[] = [];
  for (const step of outerSteps(trajectory)) {
    if (step.type !== "handoff") continue;
    if (turn === undefined || step.turn === turn) during.push(step.to);
    else if (step.turn < turn) before = step.to;
  }
  return before === null ? during : [before, ...during];
}
