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
 * arguments. The wording of replies differs from sample to sample and counts only where nothing else differs.
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
  const wording = deed === undefined ? first((index) => differ(...pair(index), wordsOf)) : deed;
  if (wording === undefined) return undefined;
  const [then, here] = pair(wording);
  const differs =
    deed === undefined ? "wording" : differ(then, here, kindOf) ? "step" : "arguments";
  const from = Math.max(0, wording - ROWS_BEFORE);
  const to = Math.min(longest, wording + 1 + ROWS_AFTER);
  return {
    differs,
    step: wording + 1,
    turn: (here ?? then)?.turn ?? 1,
    baseline_trial: baseline.trial,
    trial: now.trial,
    rows: Array.from({ length: to - from }, (_, row) => ({
      step: from + row + 1,
      baseline: baseline.path[from + row] ?? null,
      now: now.path[from + row] ?? null,
    })),
  };
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
