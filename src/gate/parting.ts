import { canonicalJson } from "../json/canonical.ts";
import type { Parting, PathStep } from "../results/gate-result.ts";

const ROWS_BEFORE = 1;
const ROWS_AFTER = 2;

/** A trial, and what was done in it. */
export interface Walked {
  readonly trial: number;
  readonly path: readonly PathStep[];
}

/**
 * Where two trials part: the first step that somebody else does, or that is something else, or that is called with other
 * arguments. What tools answer may differ from day to day, and the wording of replies from sample to sample: they count
 * only where nothing else differs, but the first other answer before the parting is named.
 * Undefined where the steps are the same, as far as they are kept.
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
  const at = deed ?? answer ?? first((index) => differ(...pair(index), wordsOf));
  if (at === undefined) return undefined;
  const from = Math.max(0, at - ROWS_BEFORE);
  const to = Math.min(longest, at + 1 + ROWS_AFTER);
  const shown = Array.from({ length: to - from }, (_, row) => from + row);
  const earlier = answer !== undefined && answer < at ? answer : null;
  return {
    differs:
      deed !== undefined ? howDeeds(...pair(at)) : answer !== undefined ? "result" : "wording",
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
  };
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
