import type { ContextVariables, Trajectory } from "../../trajectory/trajectory.ts";

/** How things stood at one moment of a conversation. */
export interface Moment {
  /** The active agent's name. */
  readonly agent: string;
  readonly contextVariables: Readonly<ContextVariables>;
  /** What the agents module's `state()` gave; undefined where there is none. */
  readonly state: unknown;
}

/** What an expectation speaks of: one turn, or the whole case. */
export interface Scope {
  /** Counts from 1; null for the whole case. */
  readonly turn: number | null;
  readonly steps: Trajectory;
  readonly before: Moment;
  readonly after: Moment;
}
