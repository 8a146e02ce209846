import type { CallPattern } from "../../cases/expectation.ts";
import type { Call } from "../../trajectory/calls.ts";
import type { Line } from "./excerpt.ts";
import { callPredicate } from "./predicate.ts";
import type { CallPredicate } from "./predicate.ts";
import { showCall, showPattern } from "./show-calls.ts";
import { whyNot, withReasons } from "./why-not.ts";

interface Expected {
  readonly pattern: CallPattern;
  readonly holds: CallPredicate;
}

/** Expected and made calls side by side: those that fit, those that differ, what is missing and what was not expected. */
export function explainExact(patterns: readonly CallPattern[], calls: readonly Call[]): Line[] {
  const expected = patterns.map((pattern) => ({ pattern, holds: callPredicate(pattern) }));
  const shorter = Math.min(expected.length, calls.length);
  const fits = (i: number, j: number): boolean => expected[i]?.holds(calls[j] as Call) === true;
  let head = 0;
  while (head < shorter && fits(head, head)) head++;
  let tail = 0;
  while (tail < shorter - head && fits(expected.length - 1 - tail, calls.length - 1 - tail)) tail++;

  return [
    ...calls.slice(0, head).map(asExpected),
    ...sideBySide(
      expected.slice(head, expected.length - tail),
      calls.slice(head, calls.length - tail),
    ),
    ...calls.slice(calls.length - tail).map(asExpected),
  ];
}

/** Of lists that differ in more than this, the rest is only counted. */
const MOST_ALIGNED = 200;

function sideBySide(expected: readonly Expected[], made: readonly Call[]): Line[] {
  const aligned = align(
    Math.min(expected.length, MOST_ALIGNED),
    Math.min(made.length, MOST_ALIGNED),
    (i, j) => worth(expected[i] as Expected, made[j] as Call),
  );
  const lines = aligned.map(([i, j]) => lineOf(at(expected, i)?.pattern, at(made, j)));
  if (Math.max(expected.length, made.length) <= MOST_ALIGNED) return lines;

  // What stands alone at the end of this part may have its other half in the rest.
  const sure = 1 + aligned.findLastIndex(([i, j]) => i !== undefined && j !== undefined);
  const known = aligned.slice(0, sure);
  const moreExpected = expected.length - known.filter(([i]) => i !== undefined).length;
  const moreMade = made.length - known.filter(([, j]) => j !== undefined).length;
  const rest = `… then ${moreExpected} more are expected, and ${moreMade} more were made`;
  return [...lines.slice(0, sure), { text: () => rest, wrong: true }];
}

/** Calls of one name belong together, so that one too many does not make all that follow look wrong; more so where they fit. */
function worth({ pattern, holds }: Expected, call: Call): number {
  if (pattern.name !== call.name) return 0;
  return holds(call) ? 3 : 2;
}

function lineOf(pattern: CallPattern | undefined, call: Call | undefined): Line {
  if (call === undefined)
    return { text: () => `- ${showPattern(pattern as CallPattern)} is missing here`, wrong: true };
  if (pattern === undefined)
    return { text: () => `+ ${showCall(call)} was not expected here`, wrong: true };
  const why = whyNot(pattern, call);
  if (why.length === 0) return asExpected(call);
  return { text: () => withReasons(`! ${showCall(call)}`, why), wrong: true };
}

function asExpected(call: Call): Line {
  return { text: () => `  ${showCall(call)}`, wrong: false };
}

function at<T>(list: readonly T[], index: number | undefined): T | undefined {
  return index === undefined ? undefined : list[index];
}

/** Two lists side by side: an item of each, or of one alone. */
type Alignment = readonly (readonly [left: number | undefined, right: number | undefined])[];

/**
 * Puts two lists side by side, in their order, so that what is worth most in all stands together: the heaviest common
 * subsequence. `worth` is 0 for what does not belong together. Takes as many steps as the product of the lengths.
 */
function align(
  leftCount: number,
  rightCount: number,
  worth: (left: number, right: number) => number,
): Alignment {
  const width = rightCount + 1;
  const worths = new Uint8Array(leftCount * width);
  // best[i * width + j]: what the rest of the lists is worth, from left i and right j on.
  const best = new Uint32Array((leftCount + 1) * width);
  for (let i = leftCount - 1; i >= 0; i--) {
    for (let j = rightCount - 1; j >= 0; j--) {
      const here = i * width + j;
      const together = (worths[here] = worth(i, j));
      best[here] = Math.max(
        best[here + width] as number,
        best[here + 1] as number,
        (best[here + width + 1] as number) + together,
      );
    }
  }

  const aligned: [number | undefined, number | undefined][] = [];
  let i = 0;
  let j = 0;
  while (i < leftCount && j < rightCount) {
    const here = i * width + j;
    const together = worths[here] as number;
    if (together > 0 && best[here] === (best[here + width + 1] as number) + together)
      aligned.push([i++, j++]);
    else if (best[here] === best[here + width]) aligned.push([i++, undefined]);
    else aligned.push([undefined, j++]);
  }
  while (i < leftCount) aligned.push([i++, undefined]);
  while (j < rightCount) aligned.push([undefined, j++]);
  return aligned;
}
