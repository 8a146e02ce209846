import type { CheckResult } from "../../checks/scope/check.ts";
import type { TurnResult } from "../../results/result.ts";
import type { ContextVariables, TrajectoryStep } from "../../trajectory/trajectory.ts";

/** What a conversation came to. It fills as the case is played, so that of one that breaks off all is known until then. */
export class Playing {
  readonly steps: TrajectoryStep[] = [];
  readonly turns: TurnResult[] = [];
  readonly checks: CheckResult[] = [];
  /** The names of the active agent and of the first one; null before there is one. */
  agent: string | null = null;
  startingAgent: string | null = null;
  /** The turn that is being played, from 1. */
  turn = 0;
  contextVariables: ContextVariables = {};
  /** The world at the end; undefined where the agents module has no `state()`. */
  state: unknown;
  /** US dollars of each reply among `steps`, in their order. */
  readonly costs: (number | undefined)[] = [];
  /** When the conversation was over and the judges began, on the trial's clock; undefined before. */
  endedAt: number | undefined;
  /** The turn whose reply is being judged; null for that of the whole case. */
  judging: number | null | undefined;
  /** Why a completion is being asked again just now. */
  askedAgain: Error | undefined;

  /** Who is at work just now: `Triage Agent in turn 2`. */
  get atWork(): string {
    if (this.judging !== undefined)
      return `the judge of ${this.judging === null ? "the case" : `turn ${this.judging}`}`;
    return this.agent === null
      ? "the agents module's factory"
      : `${this.agent} in turn ${this.turn}`;
  }
}
