import type { CallPattern } from "../cases/expectation.ts";
import { isMatcher } from "../cases/matchers.ts";
import { canonicalJson } from "../json/canonical.ts";
import type { Call } from "../swarm/calls.ts";
import { matchValue } from "./match-value.ts";

/**
 * For each expected call, the indices of the calls that it fits. What holds no matcher is looked up by its text, so that
 * a thousand calls of one tool are not each compared with a thousand expected ones.
 */
export function callCandidates(
  patterns: readonly CallPattern[],
  calls: readonly Call[],
): (readonly number[])[] {
  const byName = Map.groupBy(calls.keys(), (index) => (calls[index] as Call).name);
  let byText: Map<string, number[]> | undefined;
  const fitting = new Map<string, readonly number[]>();

  return patterns.map((pattern) => {
    const key = canonicalJson(pattern);
    let found = fitting.get(key);
    if (found === undefined) fitting.set(key, (found = search(pattern)));
    return found;
  });

  function search(pattern: CallPattern): readonly number[] {
    const { name, arguments: expected, agent, error } = pattern;
    const named = byName.get(name) ?? [];
    const candidates =
      expected !== undefined && !holdsMatcher(expected)
        ? ((byText ??= Map.groupBy(calls.keys(), (index) => textOf(calls[index] as Call))).get(
            textOf({ name, arguments: expected }),
          ) ?? [])
        : expected === undefined
          ? named
          : named.filter(
              (index) =>
                matchValue(expected, calls[index]?.arguments, { partial: false }) === undefined,
            );
    if (agent === undefined && error === undefined) return candidates;
    return candidates.filter((index) => {
      const call = calls[index] as Call;
      return (
        (agent === undefined || call.agent === agent) &&
        (error === undefined || (call.error !== undefined) === error)
      );
    });
  }
}

function textOf({
  name,
  arguments: args,
}: {
  readonly name: string;
  readonly arguments?: unknown;
}): string {
  return `${name} ${canonicalJson(args)}`;
}

function holdsMatcher(expected: unknown): boolean {
  if (typeof expected !== "object" || expected === null) return false;
  return isMatcher(expected) || Object.values(expected).some(holdsMatcher);
}
