import type { CallPattern } from "../../cases/expectation.ts";
import { show } from "../../json/show.ts";
import { nearest } from "../../text/nearest.ts";
import type { Call } from "../../trajectory/calls.ts";
import { align } from "../matching/alignment.ts";
import type { ListMatch } from "../matching/match-list.ts";
import { describeMismatches, mismatches } from "../matching/mismatch.ts";
import { errorPredicate } from "./candidates.ts";
import type { Line } from "./excerpt.ts";
import { resultPredicate, wrongResult } from "./result.ts";
import { showCall, showPattern } from "./show.ts";

type Patterns = readonly CallPattern[];
type Calls = readonly Call[];
type Fits = (pattern: number, call: number) => boolean;

/** Expected and made calls side by side: those that fit, that differ, that are missing and that were not expected. */
export function explainExact(patterns: Patterns, calls: Calls, fits: Fits): Line[] {
  const shorter = Math.min(patterns.length, calls.length);
  let head = 0;
  while (head < shorter && fits(head, head)) head++;
  let tail = 0;
  while (tail < shorter - head && fits(patterns.length - 1 - tail, calls.length - 1 - tail)) tail++;
  const [lastPattern, lastCall] = [patterns.length - tail, calls.length - tail];
  return [
    ...calls.slice(0, head).map(asExpected),
    ...sideBySide(patterns.slice(head, lastPattern), calls.slice(head, lastCall), (i, j) =>
      fits(head + i, head + j),
    ),
    ...calls.slice(lastCall).map(asExpected),
  ];
}

/** The rest of longer lists is only counted. */
const MOST_ALIGNED = 200;

function sideBySide(patterns: Patterns, calls: Calls, fits: Fits): Line[] {
  const aligned = align(
    Math.min(patterns.length, MOST_ALIGNED),
    Math.min(calls.length, MOST_ALIGNED),
    // By name, so that one call too many does not make all that follow look wrong.
    (i, j) => (patterns[i]?.name !== calls[j]?.name ? 0 : fits(i, j) ? 3 : 2),
  );
  const lines = aligned.map(([i = -1, j = -1]) => lineOf(patterns[i], calls[j]));
  if (Math.max(patterns.length, calls.length) <= MOST_ALIGNED) return lines;
  // What stands alone at the end of this part may have its other half in the rest.
  const end = aligned.findLastIndex(([i, j]) => i !== undefined && j !== undefined);
  const [i = -1, j = -1] = aligned[end] ?? [];
  const [expected, made] = [patterns.length - 1 - i, calls.length - 1 - j];
  const rest = `… then ${expected} more calls were expected, and ${made} more were made`;
  return [...lines.slice(0, end + 1), wrong(() => rest)];
}

function lineOf(pattern: CallPattern | undefined, call: Call | undefined): Line {
  if (call === undefined)
    return wrong(() => `- ${showPattern(pattern as CallPattern)} is missing here`);
  if (pattern === undefined) return wrong(() => `+ ${showCall(call)} was not expected here`);
  const why = whyNot(pattern, call);
  return why.length === 0 ? asExpected(call) : wrong(() => withReasons(`! ${showCall(call)}`, why));
}

/** Each expected call with the one that was made for it, or with the nearest. */
export function explainMissing(
  patterns: Patterns,
  calls: Calls,
  pairs: ListMatch["pairs"],
): Line[] {
  const used = new Set(pairs);
  const free = calls.filter((_, index) => !used.has(index));
  return patterns.map((pattern, index) => {
    const made = pairs[index];
    return made === undefined
      ? wrong(() => `- ${showPattern(pattern)} ${missing(pattern, calls, free)}`)
      : asExpected(calls[made] as Call);
  });
}

function missing(pattern: CallPattern, calls: Calls, free: Calls): string {
  const { name } = pattern;
  const near = nearestOf(name, free, (call) => whyNot(pattern, call));
  if (near !== undefined) {
    return near.why.length === 0
      ? `was not called after that, only before: ${showCall(near.item)}`
      : withReasons(`is missing; nearest is ${showCall(near.item)}`, near.why);
  }
  const names = calls.map((call) => call.name);
  const times = names.filter((called) => called === name).length;
  if (times > 0) return `is missing; it was called only ${times === 1 ? "once" : `${times} times`}`;
  // Tools that belong together have similar names: only a name that is nearly the same was mistyped.
  const meant = nearest(name, names, 6);
  return meant === undefined ? "is missing" : `is missing; ${meant} was called`;
}

/** Each call that was made, with what is wrong if no expected call is left for it. */
export function explainExtra(patterns: Patterns, calls: Calls, pairs: ListMatch["pairs"]): Line[] {
  const used = new Set(pairs);
  const free = patterns.filter((_, index) => pairs[index] === undefined);
  return calls.map((call, index) =>
    used.has(index)
      ? asExpected(call)
      : wrong(() => `+ ${showCall(call)} ${extra(call, patterns, free)}`),
  );
}

function extra(call: Call, patterns: Patterns, free: Patterns): string {
  const near = nearestOf(call.name, free, (pattern) => whyNot(pattern, call));
  if (near !== undefined)
    return withReasons(`is not in the list; nearest is ${showPattern(near.item)}`, near.why);
  return patterns.some(({ name }) => name === call.name)
    ? "is one more than the list has"
    : "is not in the list";
}

function asExpected(call: Call): Line {
  return { text: () => `  ${showCall(call)}`, wrong: false };
}

function wrong(text: () => string): Line {
  return { text, wrong: true };
}

/** What is different about a call of the expected name, a clause each; empty if it is the expected call. */
function whyNot(pattern: CallPattern, call: Call): readonly string[] {
  const { arguments: expected, agent, error, result } = pattern;
  const reasons =
    expected === undefined
      ? []
      : [...describeMismatches(mismatches(expected, call.arguments, "equal"), ["arguments"])];
  if (agent !== undefined && agent !== call.agent)
    reasons.push(`agent: expected ${agent}, got ${call.agent}`);
  if (!errorPredicate(error)(call.error)) reasons.push(...wrongError(error, call));
  if (!resultPredicate(result)(call)) reasons.push(...wrongResult(result, call));
  return reasons;
}

function wrongError(expected: CallPattern["error"], { error, result }: Call): readonly string[] {
  if (error === undefined) {
    const got = result === undefined ? "was not answered" : `answered ${show(result)}`;
    return [`error: expected the call to fail, but it ${got}`];
  }
  if (expected === false) return [`error: expected the call to succeed, but it failed: ${error}`];
  if (typeof expected === "string")
    return [`error: expected it to contain ${show(expected)}, got ${show(error)}`];
  return describeMismatches(mismatches(expected, error, "equal"), ["error"]);
}

/** A line with its reasons: behind it, or below it if there are several. */
function withReasons(line: string, reasons: readonly string[]): string {
  return reasons.length === 1
    ? `${line}: ${reasons[0]}`
    : [`${line}:`, ...reasons.map((reason) => `      ${reason}`)].join("\n");
}

/** At most this many calls of a name are searched for the nearest one. */
const MOST_COMPARED = 50;

/** Of the items with a name, the one that differs least, with its differences. */
function nearestOf<T extends { readonly name: string }>(
  name: string,
  items: readonly T[],
  whyNot: (item: T) => readonly string[],
): { readonly item: T; readonly why: readonly string[] } | undefined {
  return items
    .filter((item) => item.name === name)
    .slice(0, MOST_COMPARED)
    .map((item) => ({ item, why: whyNot(item) }))
    .sort((a, b) => a.why.length - b.why.length)[0];
}
