import type { Trajectory } from "./trajectory.ts";

/** A handoff that took effect. */
export interface Handoff {
  readonly turn: number;
  readonly from: string;
  readonly to: string;
}

/** The handoffs of a trajectory, in order. */
export function handoffsOf(trajectory: Trajectory): Handoff[] {
  return trajectory.flatMap((step) =>
    step.type === "handoff" ? [{ turn: step.turn, from: step.agent, to: step.to }] : [],
  );
}

/** Who had the conversation, in order, during a turn or all of it: first whoever had it before. */
export function activeAgents(
  trajectory: Trajectory,
  startingAgent: string | null,
  turn?: number,
): string[] {
  const handoffs = handoffsOf(trajectory);
  const before = handoffs.findLast((handoff) => turn !== undefined && handoff.turn < turn);
  const during = handoffs.filter((handoff) => turn === undefined || handoff.turn === turn);
  return [before?.to ?? startingAgent, ...during.map(({ to }) => to)].filter(
    (agent) => agent !== null,
  );
}
