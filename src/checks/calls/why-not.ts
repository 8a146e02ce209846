import type { CallPattern } from "../../cases/expectation.ts";
import { show } from "../../json/show.ts";
import type { Call } from "../../trajectory/calls.ts";
import { describeMismatches, mismatches } from "../matching/mismatch.ts";

/** What makes a call of the expected name another than the expected one, each in a clause; none where it is the one. */
export function whyNot(pattern: CallPattern, call: Call): readonly string[] {
  const { arguments: expected, agent, error } = pattern;
  return [
    ...(expected === undefined
      ? []
      : describeMismatches(mismatches(expected, call.arguments, "equal"), ["arguments"])),
    ...(agent === undefined || agent === call.agent
      ? []
      : [`agent: expected ${agent}, got ${call.agent}`]),
    ...(error === true && call.error === undefined
      ? [`error: expected the call to fail, but ${answerOf(call)}`]
      : []),
    ...(error === false && call.error !== undefined
      ? [`error: expected the call to succeed, but it failed: ${call.error}`]
      : []),
  ];
}

function answerOf({ result }: Call): string {
  return result === undefined ? "it was not answered" : `it answered ${show(result)}`;
}

/** A line with what is to be said of it: behind it, or where there is more than one thing, below it. */
export function withReasons(line: string, reasons: readonly string[]): string {
  if (reasons.length === 0) return line;
  return reasons.length === 1
    ? `${line}: ${reasons[0]}`
    : [`${line}:`, ...reasons.map((reason) => `      ${reason}`)].join("\n");
}

/** How many of a name are looked at for the nearest one. */
const MOST_COMPARED = 50;

/** Of some things of an expected name the one with the least that is wrong with it, and what that is. */
export function nearestBy<T>(
  things: readonly T[],
  why: (thing: T) => readonly string[],
): { readonly thing: T; readonly why: readonly string[] } | undefined {
  const ranked = things.slice(0, MOST_COMPARED).map((thing) => ({ thing, why: why(thing) }));
  return ranked.reduce<(typeof ranked)[number] | undefined>(
    (best, next) => (best === undefined || next.why.length < best.why.length ? next : best),
    undefined,
  );
}
