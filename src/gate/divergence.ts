import { canonicalJson } from "../json/canonical.ts";
import { changes } from "../json/changes.ts";
import { showPath } from "../json/show.ts";
import type { Divergence, PathStep, DivergedValue } from "../results/gate-result.ts";
import { shortValue } from "./baseline/path.ts";

const ROWS_BEFORE = 1;
const ROWS_AFTER = 2;

/** A trial, and what was done in it. */
export interface Walked {
  readonly trial: number;
  readonly path: readonly PathStep[];
  /** The state at its end; undefined where it is not kept. */
  readonly state?: unknown;
}

/** What each did at one step; undefined where it had come to its end. */
type Pair = readonly [then: PathStep | undefined, now: PathStep | undefined];

/** The first step that differs, from 0, and how. */
interface Found {
  readonly at: number;
  readonly differs: Divergence["differs"];
}

/**
 * Where two trials part: the first step that somebody else does, or that is something else, or that is called with other
 * arguments. What tools answer, change in the context variables and leave as the state may differ from day to day, and the
 * wording of replies from sample to sample: they count only where nothing else differs, in this order, but the first other
 * answer before the divergence is named. Undefined where all is the same, as far as it is kept.
 */
export function divergence(baseline: Walked, now: Walked): Divergence | undefined {
  const pairs = Array.from(
    { length: Math.max(baseline.path.length, now.path.length) },
    (_, index): Pair => [baseline.path[index], now.path[index]],
  );
  const first = (differs: (...pair: Pair) => boolean): number | undefined => {
    const index = pairs.findIndex((pair) => differs(...pair));
    return index < 0 ? undefined : index;
  };
  const deed = first((then, here) => differ(then, here, deedOf));
  const answer = first(answersDiffer);
  const context = deed === undefined ? first(contextDiffers) : undefined;
  const changed = context === undefined ? undefined : pairs[context];
  const values =
    deed === undefined ? divergedValues(changed ?? [], [baseline.state, now.state]) : [];
  const found = firstDifference();
  if (found === undefined) return undefined;
  const { at, differs } = found;
  const from = Math.max(0, at - ROWS_BEFORE);
  const to = Math.min(pairs.length, at + 1 + ROWS_AFTER);
  const shown = Array.from({ length: to - from }, (_, row) => from + row);
  const earlier = answer !== undefined && answer < at ? answer : null;
  return {
    differs,
    step: at + 1,
    turn: (now.path[at] ?? baseline.path[at])?.turn ?? 1,
    tool_answer_differs_at: earlier === null ? null : earlier + 1,
    baseline_trial: baseline.trial,
    trial: now.trial,
    rows: (earlier !== null && earlier < from ? [earlier, ...shown] : shown).map((index) => ({
      step: index + 1,
      baseline: baseline.path[index] ?? null,
      now: now.path[index] ?? null,
    })),
    ...(values.length === 0 ? {} : { values }),
  };

  function firstDifference(): Found | undefined {
    if (deed !== undefined) return { at: deed, differs: howDeeds(...(pairs[deed] as Pair)) };
    if (context !== undefined && (answer === undefined || context < answer))
      return { at: context, differs: "context" };
    if (answer !== undefined) return { at: answer, differs: "result" };
    if (values.some(({ of }) => of === "state")) return { at: pairs.length - 1, differs: "state" };
    const words = first((then, here) => differ(then, here, wordsOf));
    return words === undefined ? undefined : { at: words, differs: "wording" };
  }
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

const MOST_VALUES = 5;
const LONGEST_VALUE = 200;

/** What was changed otherwise in the context variables at a step, and what differs between two states, as deep inside as can be told: the first of each. A state that is not kept is not compared. */
function divergedValues(
  [then, now]: readonly (PathStep | undefined)[],
  [before, after]: readonly [unknown, unknown],
): DivergedValue[] {
  const compared = before !== undefined && after !== undefined;
  return [
    ...between("context_variables", contextChanges(then), contextChanges(now)),
    ...(compared ? between("state", before, after) : []),
  ];
}

/** What a step changed in the context variables. */
function contextChanges(step: PathStep | undefined): Readonly<Record<string, unknown>> {
  return step !== undefined && "call" in step ? (step.context_variables ?? {}) : {};
}

function between(of: DivergedValue["of"], then: unknown, now: unknown): DivergedValue[] {
  return changes(then, now)
    .slice(0, MOST_VALUES)
    .map(({ path, before, after }) => ({
      of,
      path: showPath(path),
      ...(before === undefined ? {} : { baseline: shortValue(before, LONGEST_VALUE) }),
      ...(after === undefined ? {} : { now: shortValue(after, LONGEST_VALUE) }),
    }));
}
