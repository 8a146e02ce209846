import type { CallPattern } from "../../cases/expectation.ts";
import { isMatcher } from "../../cases/matchers.ts";
import { canonicalJson } from "../../json/canonical.ts";
import { isRecord, valueOf } from "../../json/value.ts";
import type { Call } from "../../trajectory/calls.ts";
import { predicateOf } from "../matching/predicate.ts";
import { resultPredicate } from "./result.ts";

/** Prepares an expected call, to be compared with many. */
export function callPredicate(pattern: CallPattern): (call: Call) => boolean {
  const { name, arguments: expected, agent, error, result } = pattern;
  const holds = expected === undefined ? () => true : predicateOf(expected, "equal");
  const failsSo = errorPredicate(error);
  const answersSo = resultPredicate(result);
  return (call) =>
    name === call.name &&
    (agent === undefined || agent === call.agent) &&
    failsSo(call.error) &&
    holds(call.arguments) &&
    answersSo(call);
}

/** Whether a call failed as expected, by what its error says; undefined if it did not fail. */
export function errorPredicate(
  expected: CallPattern["error"],
): (error: string | undefined) => boolean {
  if (expected === undefined) return () => true;
  if (typeof expected === "boolean") return (error) => (error !== undefined) === expected;
  if (typeof expected === "string") return (error) => error?.includes(expected) === true;
  const holds = predicateOf(expected, "equal");
  return (error) => error !== undefined && holds(error);
}

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
    const { arguments: expected, agent, error, result } = pattern;
    const literal = expected !== undefined && !holdsMatcher(expected);
    const alike = lookUp(pattern, literal ? undefined : literalKeys(expected));
    return literal && [agent, error, result].every((other) => other === undefined)
      ? alike
      : alike.filter((index) => fits(at, index));
  }

  /** The calls that share a pattern's name and these of its arguments, or all. */
  function lookUp(pattern: CallPattern, keys: readonly string[] | undefined): readonly number[] {
    const textOf = ({ name, arguments: args }: Pick<CallPattern, "name" | "arguments">): string =>
      `${name}\n${canonicalJson(keys === undefined ? args : keys.map((key) => valueOf(args, key)))}`;
    const part = JSON.stringify(keys) ?? "all";
    let index = indices.get(part);
    if (index === undefined) {
      index = Map.groupBy(calls.keys(), (at) => textOf(calls[at] as Call));
      indices.set(part, index);
    }
    return index.get(textOf(pattern)) ?? [];
  }
}

/** The arguments that are expected as they are written. */
function literalKeys(expected: unknown): readonly string[] {
  return isRecord(expected) && !isMatcher(expected)
    ? Object.keys(expected).filter((key) => !holdsMatcher(expected[key]))
    : [];
}

function holdsMatcher(expected: unknown): boolean {
  if (typeof expected !== "object" || expected === null) return false;
  return isMatcher(expected) || Object.values(expected).some(holdsMatcher);
}
