import { canonicalJson } from "../json/canonical.ts";
import { contextChanges, partedValues } from "./parted-values.ts";
import type { Parting, PathStep } from "../results/gate-result.ts";

const ROWS_BEFORE = 1;
const ROWS_AFTER = 2;

/** A trial, and what was done in it. */
export interface Walked {
  readonly trial: number;
  readonly path: readonly PathStep[];
  /** The state at its end; undefined where it is not kept. */
  readonly state?: unknown;
}

/**
 * Where two trials part: the first step that somebody else does, or that is something else, or that is called with other
 * arguments. What tools answer, change in the context variables and leave as the state may differ from day to day, and the
 * wording of replies from sample to sample: they count only where nothing else differs, in this order, but the first other
 * answer before the parting is named. Undefined where all is the same, as far as it is kept.
 */
export function parting(baseline: Walked, now: Walked): Parting | undefined {
  const longest = Math.max(baseline.path.length, now.path.length);
  const first = (differs: (index: number) => boolean): number | undefined => {
    for (let index = 0; index < longest; index++) if (differs(index)) return index;
    return undefined;
  };
  const pair = (index: number): [PathStep | undefined, PathStep | undefined] => [
    baseline.path[index],
    now.path[index],
  ];
  const deed = first((index) => differ(...pair(index), deedOf));
  const answer = first((index) => answersDiffer(...pair(index)));
  const same = deed === undefined;
  const context = same ? first((index) => contextDiffers(...pair(index))) : undefined;
  const values = same ? partedValues(pair(context ?? longest), [baseline.state, now.state]) : [];
  const state = values.some(({ of }) => of === "state") ? longest - 1 : undefined;
  const effect = answer === undefined || (context ?? answer) < answer ? context : answer;
  const wording = first((index) => differ(...pair(index), wordsOf));
  const at = deed ?? effect ?? state ?? wording;
  if (at === undefined) return undefined;
  const from = Math.max(0, at - ROWS_BEFORE);
  const to = Math.min(longest, at + 1 + ROWS_AFTER);
  const shown = Array.from({ length: to - from }, (_, row) => from + row);
  const earlier = answer !== undefined && answer < at ? answer : null;
  return {
    differs: !same
      ? howDeeds(...pair(at))
      : effect !== undefined
        ? effect === answer
          ? "result"
          : "context"
        : state !== undefined
          ? "state"
          : "wording",
    step: at + 1,
    turn: (now.path[at] ?? baseline.path[at])?.turn ?? 1,
    answered_otherwise: earlier === null ? null : earlier + 1,
    baseline_trial: baseline.trial,
    trial: now.trial,
    rows: (earlier !== null && earlier < from ? [earlier, ...shown] : shown).map((index) => ({
      step: index + 1,
      baseline: baseline.path[index] ?? null,
      now: now.path[index] ?? null,
    })),
    ...(values.length === 0 ? {} : { values }),
  };
}

/** Whether the calls of a message changed the context variables otherwise. */
function contextDiffers(one: PathStep | undefined, other: PathStep | undefined): boolean {
  return canonicalJson(contextChanges(one)) !== canonicalJson(contextChanges(other));
}

function howDeeds(then: PathStep | undefined, now: PathStep | undefined): "step" | "arguments" {
  return differ(then, now, kindOf) ? "step" : "arguments";
}

/** Whether both were answered, and otherwise. */
function answersDiffer(one: PathStep | undefined, other: PathStep | undefined): boolean {
  const [then, now] = [one, other].map((step) =>
    step !== undefined && "call" in step ? step.result : undefined,
  );
  return then !== undefined && now !== undefined && then !== now;
}

function differ(
  one: PathStep | undefined,
  other: PathStep | undefined,
  by: (step: PathStep) => string,
): boolean {
  return one === undefined || other === undefined ? one !== other : by(one) !== by(other);
}

/** Who did what kind of thing. */
function kindOf(step: PathStep): string {
  const what =
    "call" in step
      ? { call: step.call, failed: step.error !== undefined }
      : "handoff" in step
        ? { handoff: step.handoff }
        : { reply: true };
  return canonicalJson({ turn: step.turn, agent: step.agent, ...what });
}

function deedOf(step: PathStep): string {
  return "call" in step ? kindOf(step) + canonicalJson(step.arguments) : kindOf(step);
}

function wordsOf(step: PathStep): string {
  return "reply" in step ? step.reply : deedOf(step);
}
