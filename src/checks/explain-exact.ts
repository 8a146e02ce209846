import type { CallPattern } from "../cases/expectation.ts";
import type { Call } from "../swarm/calls.ts";
import { align } from "./align.ts";
import { callPredicate } from "./call-predicate.ts";
import type { CallPredicate } from "./call-predicate.ts";
import type { Line } from "./excerpt.ts";
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
