import { contentText } from "./content.ts";
import type { ReplyStep, SaidStep, Step, Trajectory, TrajectoryStep } from "./trajectory.ts";

/** Whether a step is words that everybody hears: a reply, or what no model said. */
export function isHeard<S extends Step>(step: S): step is S & (ReplyStep | SaidStep) {
  return step.type === "said" || (step.type === "reply" && step.aside !== true);
}

/** The text of words. */
export function wordsOf(step: ReplyStep | SaidStep): string {
  return step.type === "said" ? step.content : contentText(step.message.content);
}

/** A time for which somebody had the floor. */
export interface Speech {
  readonly turn: number;
  readonly agent: string;
}

/** Who had the floor, in order; once for all that somebody says and does in a row. */
export function speechesOf(trajectory: Trajectory): Speech[] {
  const speeches: Speech[] = [];
  const heard: readonly TrajectoryStep[] = trajectory.filter(isHeard);
  for (const { turn, agent } of heard) {
    const last = speeches.at(-1);
    if (last?.agent !== agent || last.turn !== turn) speeches.push({ turn, agent });
  }
  return speeches;
}
