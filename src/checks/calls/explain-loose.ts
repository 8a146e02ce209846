import type { CallPattern } from "../../cases/expectation.ts";
import { nearest } from "../../text/nearest.ts";
import type { Call } from "../../trajectory/calls.ts";
import type { Line } from "./excerpt.ts";
import type { ListMatch } from "../matching/match-list.ts";
import { showCall, showPattern } from "./show-calls.ts";
import { nearestBy, whyNot, withReasons } from "./why-not.ts";

/** Each expected call with the one that was made for it, or with what comes nearest. */
export function explainMissing(
  patterns: readonly CallPattern[],
  calls: readonly Call[],
  pairs: ListMatch["pairs"],
): Line[] {
  const used = new Set(pairs);
  const free = calls.filter((_, index) => !used.has(index));
  return patterns.map((pattern, index) => {
    const made = pairs[index];
    if (made !== undefined)
      return { text: () => `  ${showCall(calls[made] as Call)}`, wrong: false };
    return {
      text: () => `- ${showPattern(pattern)} ${missing(pattern, calls, free)}`,
      wrong: true,
    };
  });
}

function missing(pattern: CallPattern, calls: readonly Call[], free: readonly Call[]): string {
  const { name } = pattern;
  const near = nearestBy(
    free.filter((call) => call.name === name),
    (call) => whyNot(pattern, call),
  );
  if (near !== undefined) {
    return near.why.length === 0
      ? `was not called after that, only before: ${showCall(near.thing)}`
      : withReasons(`is missing; nearest is ${showCall(near.thing)}`, near.why);
  }
  const names = calls.map((call) => call.name);
  const times = names.filter((called) => called === name).length;
  if (times > 0) return `is missing; it was called only ${times === 1 ? "once" : `${times} times`}`;
  // Tools that belong together have names that are much alike: only one that is all but the same was mistyped.
  const meant = nearest(name, names, 6);
  return meant === undefined ? "is missing" : `is missing; ${meant} was called`;
}

/** Each call that was made, with what is wrong with it where nothing that is listed is left for it. */
export function explainExtra(
  patterns: readonly CallPattern[],
  calls: readonly Call[],
  pairs: ListMatch["pairs"],
): Line[] {
  const used = new Set(pairs);
  const unused = patterns.filter((_, index) => pairs[index] === undefined);
  return calls.map((call, index) =>
    used.has(index)
      ? { text: () => `  ${showCall(call)}`, wrong: false }
      : { text: () => `+ ${showCall(call)} ${extra(call, patterns, unused)}`, wrong: true },
  );
}

function extra(
  call: Call,
  patterns: readonly CallPattern[],
  unused: readonly CallPattern[],
): string {
  const near = nearestBy(
    unused.filter(({ name }) => name === call.name),
    (pattern) => whyNot(pattern, call),
  );
  if (near !== undefined)
    return withReasons(`is not among them; nearest is ${showPattern(near.thing)}`, near.why);
  return patterns.some(({ name }) => name === call.name)
    ? "is one more than is listed"
    : "is not among them";
}
