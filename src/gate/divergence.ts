import { canonicalJson } from "../json/canonical.ts";
import { changes } from "../json/changes.ts";
import { showPath } from "../json/show.ts";
import type { DivergedValue, Divergence, PathStep } from "../results/gate-result.ts";
import { shortValue, type KeptTrial } from "./baseline/kept-trial.ts";

const ROWS_BEFORE = 1;
const ROWS_AFTER = 2;

type Step = PathStep | undefined;
/** The same step of both trials; undefined for a trial that has ended. */
type Pair = readonly [baseline: Step, now: Step];

/**
 * The first step with another agent, another action or other arguments. Answers of tools, changes of context variables
 * and the state may differ from day to day, the wording of replies from sample to sample: they count only if nothing
 * else differs, in this order. An earlier answer that differs is named. Undefined if all that is kept is the same.
 */
export function divergence(baseline: KeptTrial, now: KeptTrial): Divergence | undefined {
  const length = Math.max(baseline.path.length, now.path.length);
  const pairs = Array.from({ length }, (_, at): Pair => [baseline.path[at], now.path[at]]);
  const first = (differs: (...pair: Pair) => boolean): number | undefined => {
    const at = pairs.findIndex((pair) => differs(...pair));
    return at < 0 ? undefined : at;
  };
  const action = first((one, other) => differ(one, other, actionKey));
  const answer = first(answersDiffer);
  const context = action === undefined ? first(changesDiffer) : undefined;
  const values =
    action === undefined
      ? [
          ...changedValues("context_variables", pairs[context ?? -1]?.map(contextChanges) ?? []),
          ...changedValues("state", [baseline.state, now.state]),
        ]
      : [];
  const found = firstDifference();
  if (found === undefined) return undefined;
  const { at, differs } = found;
  const from = Math.max(0, at - ROWS_BEFORE);
  const to = Math.min(length, at + 1 + ROWS_AFTER);
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

  function firstDifference(): (Pick<Divergence, "differs"> & { readonly at: number }) | undefined {
    if (action !== undefined) {
      const [one, other] = pairs[action] as Pair;
      return { at: action, differs: differ(one, other, kindKey) ? "step" : "arguments" };
    }
    if (context !== undefined && (answer === undefined || context < answer))
      return { at: context, differs: "context" };
    if (answer !== undefined) return { at: answer, differs: "result" };
    if (values.some(({ of }) => of === "state")) return { at: length - 1, differs: "state" };
    const wording = first((one, other) => differ(one, other, wordingKey));
    return wording === undefined ? undefined : { at: wording, differs: "wording" };
  }
}

function differ(one: Step, other: Step, keyOf: (step: PathStep) => string): boolean {
  return one === undefined || other === undefined ? one !== other : keyOf(one) !== keyOf(other);
}

/** Who did what kind of thing. */
function kindKey(step: PathStep): string {
  const what =
    "call" in step
      ? { call: step.call, failed: step.error !== undefined }
      : "handoff" in step
        ? { handoff: step.handoff }
        : "ended" in step
          ? { ended: step.ended }
          : { reply: true };
  return canonicalJson({ turn: step.turn, agent: step.agent, ...what });
}

function actionKey(step: PathStep): string {
  return "call" in step ? kindKey(step) + canonicalJson(step.arguments) : kindKey(step);
}

function wordingKey(step: PathStep): string {
  return "reply" in step ? step.reply : actionKey(step);
}

/** Whether both calls were answered, and not alike. */
function answersDiffer(one: Step, other: Step): boolean {
  const [before, now] = [one, other].map((step) =>
    step && "call" in step ? step.result : undefined,
  );
  return before !== undefined && now !== undefined && before !== now;
}

function changesDiffer(one: Step, other: Step): boolean {
  return canonicalJson(contextChanges(one)) !== canonicalJson(contextChanges(other));
}

/** What a step changed in the context variables. */
function contextChanges(step: Step): Readonly<Record<string, unknown>> {
  return step !== undefined && "call" in step ? (step.context_variables ?? {}) : {};
}

const MOST_VALUES = 5;
const LONGEST_VALUE = 200;

/** The first differences between two values, as deep inside as possible; none if one is not kept. */
function changedValues(
  of: DivergedValue["of"],
  [baseline, now]: readonly unknown[],
): DivergedValue[] {
  if (baseline === undefined || now === undefined) return [];
  return changes(baseline, now)
    .slice(0, MOST_VALUES)
    .map(({ path, before, after }) => ({
      of,
      path: showPath(path),
      ...(before === undefined ? {} : { baseline: shortValue(before, LONGEST_VALUE) }),
      ...(after === undefined ? {} : { now: shortValue(after, LONGEST_VALUE) }),
    }));
}
