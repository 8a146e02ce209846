import type { Override } from "../../swarm/agent/override.ts";
import type { Trajectory } from "../../trajectory/trajectory.ts";
import { asSteps, turnsOf, type Action } from "../../trajectory/turns.ts";
import { asksForCompletion } from "../../traffic/tape/request-line.ts";
import { TapeFile } from "../../traffic/tape/file.ts";
import type { Budget } from "../budget/budget.ts";
import { TrialMeter } from "../budget/meter.ts";
import { recordedTraffic, addressOf, type Traffic, type TrafficOptions } from "./traffic.ts";
import type { TrialProgress } from "./trial-progress.ts";

/**
 * A step of a turn; both count from 1. The first step of a turn is what the user says; each other one is what an agent
 * says or calls, with what comes of the call.
 */
export interface ForkPoint {
  readonly turn: number;
  readonly step: number;
}

/** Where trials leave their recordings, and how far they follow them. */
export interface Fork {
  /** Undefined for trials that follow them to the end. */
  readonly at: ForkPoint | undefined;
  /** Whether the recording answers for models, or for what tools ask over HTTP, from there on, too. */
  readonly model: "recorded" | "live";
  readonly tools: "recorded" | "live";
  /** Whether a request that differs from the recorded one is answered by its place. */
  readonly byPlace: boolean;
  /** The numbers of the trials that are recorded. The others begin as these did, in turn. */
  readonly recorded: readonly number[];
}

/** The number of the recorded trial as which a trial begins. */
export function beginsAs(trial: number, { recorded }: Pick<Fork, "recorded">): number {
  return recorded[(trial - 1) % recorded.length] ?? trial;
}

/** How far a trial is, in the turn that it plays. */
interface Reached {
  readonly turn: number;
  readonly steps: Trajectory;
}

/** How many steps of the turn are over; a call is when it has its result. */
export function stepsOver({ turn, steps }: Reached): number {
  const [played] = turnsOf(steps.filter((step) => step.turn === turn));
  if (played === undefined) return 0;
  const isOver = (action: Action): boolean =>
    action.type !== "call" || !action.executed || (action.result ?? action.error) !== undefined;
  return 1 + asSteps(played.actions).filter(isOver).length;
}

/** Whether all before a step is over. */
export function isReached(at: ForkPoint | undefined, progress: Reached): boolean {
  if (at === undefined || progress.turn < at.turn) return false;
  return progress.turn > at.turn || stepsOver(progress) >= at.step - 1;
}

/**
 * The traffic of trials that begin as they were recorded, and go on with the network. Nothing is recorded. Trials of
 * one recording have its clock and its dice.
 */
export function forkedTraffic(
  suite: string,
  shared: TrafficOptions,
  fork: Fork,
  budget: Budget | undefined,
): Traffic {
  return {
    open(trial, progress, abort) {
      const { server = shared.server } = trial.variant;
      const { testCase } = trial;
      const number = beginsAs(trial.number, fork);
      const recordedAs = { model: testCase.model_override };
      const address = addressOf(suite, { ...trial, number, variant: recordedAs });
      const hasForked = (): boolean => isReached(fork.at, progress);
      let strayed: string | undefined;
      const following = {
        follows: (url: string): boolean => {
          if (progress.judging !== undefined) return fork.at === undefined;
          const after = asksForCompletion(url) ? fork.model : fork.tools;
          return after === "recorded" || !hasForked();
        },
        byPlace: fork.byPlace,
        onStray: (where: () => string): void => {
          strayed ??= `${stepText(progress)}: ${where()}`;
        },
      };
      const meter = budget && new TrialMeter(budget, { isLive: false, pays: true, abort });
      const traffic = recordedTraffic(
        fork.at === undefined ? "replay" : "record",
        new TapeFile(shared.fixtures, address),
        { ...shared, server },
        progress,
        { abort, onSend: meter?.onSend, following },
        testCase,
      );
      return {
        ...traffic,
        meter,
        hasForked,
        finish: () => ({ leftovers: [], completions: null, strayed }),
      };
    },
  };
}

/** `turn 2, step 3 (Triage Agent)`: the step that is under way. */
function stepText({ turn, steps, agent }: TrialProgress): string {
  const step = stepsOver({ turn, steps }) + 1;
  return `turn ${turn}, step ${step}${agent === null ? "" : ` (${agent})`}`;
}

/** An override that is `before` until the trial has left its recording. It is read for each completion anew. */
export function fromForkOn(
  hasForked: () => boolean,
  override: Override,
  before: Override,
): Override {
  const now = (): Override => (hasForked() ? override : before);
  return {
    get model() {
      return now().model;
    },
    get api() {
      return now().api;
    },
    get request() {
      return now().request;
    },
    get client() {
      return now().client;
    },
  };
}
