import { changes, type Change } from "../../json/changes.ts";
import { show, showPath, type Path } from "../../json/show.ts";
import { valueAt } from "../../json/value.ts";
import type { Moment } from "../scope/scope.ts";
import { answerTo, outerSteps } from "../../trajectory/calls.ts";
import type { Trajectory, TrajectoryStep } from "../../trajectory/trajectory.ts";
import { withValue } from "./with-value.ts";

/** A turn that was played to its end, with how things stood before and after. */
export interface PlayedTurn {
  /** Counts from 1. */
  readonly turn: number;
  readonly steps: Trajectory;
  readonly before: Moment;
  readonly after: Moment;
}

/** Something that agents did or changed, as a reader of results is told. */
export interface Effect {
  readonly turn: number;
  /** Who did it; of a change, who last called a tool before it showed. */
  readonly agent: string;
  readonly of: "call" | "handoff" | "context_variables" | "state";
  /** `refund({"order":"A7"})`, the agent that was handed to, or the path of the value. */
  readonly what: string;
  /** Of a value, JSON, cut if it is long; absent on the side that has none. */
  readonly before?: string;
  readonly after?: string;
}

/** An effect, and the same turns as they would be without it. */
export interface Ablation {
  readonly effect: Effect;
  /** The call or the handoff that is undone, as it stands in its turn. */
  readonly step?: TrajectoryStep;
  /** Where the value is that is undone. */
  readonly path?: Path;
  without(): PlayedTurn[];
}

/**
 * Every call, handoff and changed value of a conversation, each with what is left when it alone is undone: a call is not
 * there, nor its answer; a handoff takes its call along, and who is active stays; a value is what it was, until it
 * changes again. Works on copies; costs nothing until `without` is called.
 */
export function ablations(turns: readonly PlayedTurn[]): Ablation[] {
  return turns.flatMap((played) => [
    ...deeds(turns, played),
    ...valueChanges(turns, played, "context_variables", "contextVariables"),
    ...valueChanges(turns, played, "state", "state"),
  ]);
}

function deeds(turns: readonly PlayedTurn[], { turn, steps }: PlayedTurn): Ablation[] {
  return steps.flatMap((step, index): Ablation[] => {
    const { type, agent } = step;
    if (type === "handoff") {
      const left = handedOffBy(steps, index);
      const effect: Effect = { turn, agent, of: "handoff", what: step.to };
      return [{ effect, step, without: () => withoutSteps(turns, left) }];
    }
    if (type !== "tool_call") return [];
    // It is part of the handoff that it made.
    if (steps.some((other, at) => other.type === "handoff" && handedOffBy(steps, at).has(step)))
      return [];
    const what = `${step.name}(${show(step.arguments)})`;
    // Without the call, nobody would have had the floor whom its tool gave it to.
    const left = new Set(steps.slice(index, Math.max(index, answerTo(steps, index)) + 1));
    return [
      { effect: { turn, agent, of: "call", what }, step, without: () => withoutSteps(turns, left) },
    ];
  });
}

/** The handoff at an index with the call that made it, and its answer. */
function handedOffBy(steps: Trajectory, at: number): Set<TrajectoryStep> {
  const handoff = steps[at] as TrajectoryStep & { readonly to: string };
  const before = steps.slice(0, at);
  const made = before.findLastIndex(
    (step) => step.type === "tool_result" && step.to === handoff.to,
  );
  const call = steps.findIndex((_, index) => made >= 0 && answerTo(steps, index) === made);
  return new Set([handoff, steps[made], steps[call]].filter((step) => step !== undefined));
}

/** The turns without some steps; who is active is whom the last handoff that is left led to. */
function withoutSteps(
  turns: readonly PlayedTurn[],
  left: ReadonlySet<TrajectoryStep>,
): PlayedTurn[] {
  let active = turns[0]?.before.agent ?? "";
  return turns.map((played) => {
    const steps = played.steps.filter((step) => !left.has(step));
    const before = { ...played.before, agent: active };
    active = outerSteps(steps).findLast((step) => step.type === "handoff")?.to ?? active;
    return { ...played, steps, before, after: { ...played.after, agent: active } };
  });
}

function valueChanges(
  turns: readonly PlayedTurn[],
  { turn, steps, before, after }: PlayedTurn,
  of: "context_variables" | "state",
  key: "contextVariables" | "state",
): Ablation[] {
  const call = steps.findLast(({ type }) => type === "tool_call");
  const agent = (call ?? steps[0])?.agent ?? after.agent;
  return changes(before[key], after[key]).map((change) => ({
    effect: { turn, agent, of, ...changeTexts(change) },
    path: change.path,
    without: () => withoutChange(turns, turn, key, change),
  }));
}

function changeTexts({ path, before, after }: Change): Pick<Effect, "what" | "before" | "after"> {
  return {
    what: showPath(path),
    ...(before === undefined ? {} : { before: show(before) }),
    ...(after === undefined ? {} : { after: show(after) }),
  };
}

/** The turns with the value of a path as it was before a turn, from the end of that turn until it changes again. */
function withoutChange(
  turns: readonly PlayedTurn[],
  turn: number,
  key: "contextVariables" | "state",
  { path, before, after }: Change,
): PlayedTurn[] {
  let holds = true;
  const undone = (moment: Moment): Moment => {
    holds &&= changes(after, valueAt(moment[key], path)).length === 0;
    return holds ? { ...moment, [key]: withValue(moment[key], path, before) } : moment;
  };
  return turns.map((played) => {
    if (played.turn < turn) return played;
    const start = played.turn === turn ? played.before : undone(played.before);
    return { ...played, before: start, after: undone(played.after) };
  });
}
