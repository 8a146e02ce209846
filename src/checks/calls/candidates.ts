import type { CallPattern } from "../../cases/expectation.ts";
import { isMatcher } from "../../cases/matchers.ts";
import { canonicalJson } from "../../json/canonical.ts";
import { isRecord, valueOf } from "../../json/value.ts";
import type { Call } from "../../trajectory/calls.ts";

/**
 * For each expected call, the indices of the calls that it fits. Calls are looked up by the arguments that are expected
 * literally, so that a thousand of one tool are not each compared with a thousand; equal patterns share one list.
 */
export function callCandidates(
  patterns: readonly CallPattern[],
  calls: readonly Call[],
  fits: (pattern: number, call: number) => boolean,
): (readonly number[])[] {
  const indices = new Map<string, Map<string, number[]>>();
  const found = new Map<string, readonly number[]>();

  return patterns.map((pattern, at) => {
    const text = JSON.stringify(pattern);
    let candidates = found.get(text);
    if (candidates === undefined) found.set(text, (candidates = search(pattern, at)));
    return candidates;
  });

  function search(pattern: CallPattern, at: number): readonly number[] {
    const { arguments: expected, agent, error } = pattern;
    if (expected === undefined || holdsMatcher(expected)) {
      const keys = literalKeys(expected);
      return lookUp(
        pattern,
        (args) => keys.map((key) => valueOf(args, key)),
        JSON.stringify(keys),
      ).filter((index) => fits(at, index));
    }
    const equal = lookUp(pattern, (args) => args, "all");
    return agent === undefined && error === undefined
      ? equal
      : equal.filter((index) => fits(at, index));
  }

  /** The calls that share a pattern's name and some part of its arguments. */
  function lookUp(
    pattern: CallPattern,
    partOf: (args: unknown) => unknown,
    part: string,
  ): readonly number[] {
    const textOf = ({
      name,
      arguments: args,
    }: {
      readonly name: string;
      readonly arguments?: unknown;
    }) => `${name}\n${canonicalJson(partOf(args))}`;
    let index = indices.get(part);
    if (index === undefined) {
      index = Map.groupBy(calls.keys(), (at) => textOf(calls[at] as Call));
      indices.set(part, index);
    }
    return index.get(textOf(pattern)) ?? [];
  }
}

/** The arguments that are expected as they are written, where others are not. */
function literalKeys(expected: unknown): readonly string[] {
  return isRecord(expected) && !isMatcher(expected)
    ? Object.keys(expected).filter((key) => !holdsMatcher(expected[key]))
    : [];
}

function holdsMatcher(expected: unknown): boolean {
  if (typeof expected !== "object" || expected === null) return false;
  return isMatcher(expected) || Object.values(expected).some(holdsMatcher);
}
