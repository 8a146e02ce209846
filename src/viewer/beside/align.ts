import { diffArrays } from "diff";
import { canonicalJson } from "../../json/canonical.ts";
import { describeContent } from "../../trajectory/content.ts";
import type { Event } from "../lanes/events.ts";

/** What differs between two steps: who did what comes before with which arguments, what came of it, and in which words. */
const DIFFERENCES = ["step", "arguments", "result", "wording"] as const;
export type Difference = (typeof DIFFERENCES)[number];

/** Two steps beside each other, or one that only one side has. */
export interface Pair {
  readonly left: Event | undefined;
  readonly right: Event | undefined;
  /** Undefined if nothing does. */
  readonly differs: Difference | undefined;
}

/** Two trajectories, aligned by who did what. */
export function aligned(left: readonly Event[], right: readonly Event[]): Pair[] {
  const changes = diffArrays(left.map(deedOf), right.map(deedOf));
  const pairs: Pair[] = [];
  let [at, other] = [0, 0];
  for (let index = 0; index < changes.length; index++) {
    const { count = 0, added, removed } = changes[index] ?? {};
    if (!added && !removed) {
      for (let n = 0; n < count; n++) pairs.push(pairOf(left[at++], right[other++]));
      continue;
    }
    // What one side did instead of the other stands beside it.
    const next = changes[index + 1];
    const isInstead = removed && next?.added;
    const [ofLeft, ofRight] = removed ? [count, isInstead ? (next.count ?? 0) : 0] : [0, count];
    for (let n = 0; n < Math.max(ofLeft, ofRight); n++)
      pairs.push(
        pairOf(n < ofLeft ? left[at++] : undefined, n < ofRight ? right[other++] : undefined),
      );
    if (isInstead) index++;
  }
  return pairs;
}

/**
 * The index of the pair at which two trajectories part: the first in which somebody else acts or does something else; if
 * there is none, the first with other arguments, and so on. Undefined if they are the same.
 */
export function partingOf(pairs: readonly Pair[]): number | undefined {
  for (const difference of DIFFERENCES) {
    const at = pairs.findIndex(({ differs }) => differs === difference);
    if (at >= 0) return at;
  }
  return undefined;
}

function pairOf(left: Event | undefined, right: Event | undefined): Pair {
  return { left, right, differs: differenceOf(left, right) };
}

function differenceOf(left: Event | undefined, right: Event | undefined): Difference | undefined {
  if (left === undefined || right === undefined || deedOf(left) !== deedOf(right)) return "step";
  if (argumentsOf(left) !== argumentsOf(right)) return "arguments";
  if (resultOf(left) !== resultOf(right)) return "result";
  return wordsOf(left) === wordsOf(right) ? undefined : "wording";
}

/** Who did what kind of thing in which turn. */
function deedOf({ turn, lane, to, action }: Event): string {
  const name = action.type === "call" ? action.name : "";
  return JSON.stringify([turn, lane, action.type, name, to]);
}

function argumentsOf({ action }: Event): string {
  if (action.type === "call") return canonicalJson(action.arguments);
  return action.type === "code" ? action.language : "";
}

function resultOf({ action, changes = {} }: Event): string {
  if (action.type === "call") return canonicalJson([action.result, action.error, changes]);
  return action.type === "code" ? canonicalJson([action.exit_code, action.output]) : "";
}

function wordsOf({ action }: Event): string {
  if (action.type === "user") return describeContent(action.content);
  return action.type === "reply" || action.type === "said" ? action.text : "";
}
