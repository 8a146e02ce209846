import type { CheckResult } from "../../checks/scope/check.ts";
import type { ContextVariables, TrajectoryStep } from "../../trajectory/trajectory.ts";

/** How far a trial is. It fills as the case is played, so that of a trial that breaks off all is known until then. */
export class TrialProgress {
  readonly steps: TrajectoryStep[] = [];
  readonly checks: CheckResult[] = [];
  /** The names of the active agent and of the first one; null before there is one. */
  agent: string | null = null;
  startingAgent: string | null = null;
  /** The turn that is being played, from 1; 0 before the first. */
  turn = 0;
  /** Whether that turn has come to its end. */
  turnEnded = true;
  contextVariables: ContextVariables = {};
  /** The world at the end; undefined if the agents module has no `state()`. */
  state: unknown;
  /** When the conversation was over and the judges began, on the trial's clock; undefined before. */
  endedAt: number | undefined;
  /** The turn whose reply is being judged; null for the reply of the whole case. */
  judging: number | null | undefined;
  /** Why a completion is being asked for again just now. */
  retryReason: Error | undefined;

  /** Who is at work just now: `Triage Agent in turn 2`. */
  get atWork(): string {
    if (this.judging !== undefined)
      return `the judge of ${this.judging === null ? "the case" : `turn ${this.judging}`}`;
    return this.agent === null
      ? "the agents module's factory"
      : `${this.agent} in turn ${this.turn}`;
  }
}
