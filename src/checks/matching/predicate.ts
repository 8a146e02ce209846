import { isMatcher } from "../../cases/matchers.ts";
import { isRecord, valueOf } from "../../json/value.ts";
import { matcherPredicate } from "./matcher-predicate.ts";
import type { Extent, Predicate } from "./matcher-predicate.ts";

/** Makes an expected value, with matchers anywhere inside, ready to be held against many. A key that is undefined is a key that is not there. */
export function predicateOf(expected: unknown, extent: Extent): Predicate {
  if (typeof expected !== "object" || expected === null) return (actual) => actual === expected;
  if (isMatcher(expected)) {
    const parts = matcherPredicates(expected, extent);
    return (actual, before) => parts.every(({ holds }) => holds(actual, before));
  }
  return Array.isArray(expected)
    ? listPredicate(expected, extent)
    : objectPredicate(expected as Readonly<Record<string, unknown>>, extent);
}

/** The keys of a matcher, each ready to be held. */
export function matcherPredicates(
  matcher: Readonly<Record<string, unknown>>,
  extent: Extent,
): { readonly key: string; readonly holds: Predicate }[] {
  const prepare = (part: unknown, of: Extent = extent): Predicate => predicateOf(part, of);
  return Object.keys(matcher).map((key) => ({
    key,
    holds: matcherPredicate(key, matcher, prepare),
  }));
}

function listPredicate(expected: readonly unknown[], extent: Extent): Predicate {
  const items = expected.map((item) => predicateOf(item, extent));
  return (actual, before) =>
    Array.isArray(actual) &&
    actual.length === items.length &&
    items.every((item, index) => item(actual[index], valueOf(before, index)));
}

function objectPredicate(expected: Readonly<Record<string, unknown>>, extent: Extent): Predicate {
  const members = Object.keys(expected).map((key) => ({
    key,
    holds: predicateOf(expected[key], extent),
  }));
  return (actual, before) => {
    if (!isRecord(actual)) return false;
    for (const { key, holds } of members)
      if (!holds(valueOf(actual, key), valueOf(before, key))) return false;
    return extent === "partial" || hasNoOther(actual, expected);
  };
}

function hasNoOther(actual: Readonly<Record<string, unknown>>, expected: object): boolean {
  for (const key of Object.keys(actual)) if (!Object.hasOwn(expected, key)) return false;
  return true;
}
