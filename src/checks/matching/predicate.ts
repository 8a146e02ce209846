import { isDeepStrictEqual } from "node:util";
import { isMatcher } from "../../cases/matchers.ts";
import { isRecord, valueOf } from "../../json/value.ts";
import { matches } from "./bounded-regex.ts";
import { assign } from "./assignment.ts";

/** `equal`: objects hold what is listed and nothing else. `partial`: they may hold more, at any depth. */
export type Extent = "equal" | "partial";

/** Whether a value is as expected. `before` is what stood in its place when the scope began, or undefined. */
type Predicate = (actual: unknown, before?: unknown) => boolean;

type Values = Readonly<Record<string, unknown>>;

/** Prepares an expected value with its matchers, to be compared with many. A key that is undefined is not there. */
export function predicateOf(expected: unknown, extent: Extent): Predicate {
  if (typeof expected !== "object" || expected === null) return (actual) => actual === expected;
  if (isMatcher(expected)) {
    const parts = matcherPredicates(expected, extent);
    return (actual, before) => parts.every(({ holds }) => holds(actual, before));
  }
  return Array.isArray(expected)
    ? listPredicate(expected, extent)
    : objectPredicate(expected as Values, extent);
}

/** The keys of a matcher, all of which must hold. */
export function matcherPredicates(
  matcher: Values,
  extent: Extent,
): { readonly key: string; readonly holds: Predicate }[] {
  return Object.keys(matcher).map((key) => {
    const make = MATCHER_PREDICATES[key];
    if (make === undefined) throw new TypeError(`No matcher is called ${key}.`);
    return { key, holds: make(matcher[key], extent, matcher) };
  });
}

type MakePredicate = (operand: unknown, extent: Extent, matcher: Values) => Predicate;

/** The matchers of `cases/matchers.ts`, which says what their operands may be. */
const MATCHER_PREDICATES: Readonly<Record<string, MakePredicate>> = {
  $any: () => (actual) => actual !== undefined,
  $absent: () => (actual) => actual === undefined,
  $unchanged: () => isDeepStrictEqual,
  $regex: (source, _extent, { $flags: flags = "" }) => {
    const pattern = new RegExp(source as string, flags as string);
    return (actual) => typeof actual === "string" && matches(pattern, actual);
  },
  $flags: () => () => true,
  $one_of: (options, extent) => {
    const predicates = (options as unknown[]).map((option) => predicateOf(option, extent));
    return (actual, before) => predicates.some((holds) => holds(actual, before));
  },
  $contains: (part, extent) => {
    const isElement = predicateOf(part, extent);
    return (actual) =>
      Array.isArray(actual)
        ? actual.some((element) => isElement(element))
        : typeof actual === "string" && typeof part === "string" && actual.includes(part);
  },
  $gt: comparing((actual, operand) => actual > operand),
  $gte: comparing((actual, operand) => actual >= operand),
  $lt: comparing((actual, operand) => actual < operand),
  $lte: comparing((actual, operand) => actual <= operand),
  $partial: (part) => predicateOf(part, "partial"),
  $unordered: (items, extent) => {
    const expected = items as readonly unknown[];
    return (actual) =>
      Array.isArray(actual) &&
      actual.length === expected.length &&
      !pairUnordered(expected, actual, extent).includes(undefined);
  },
  $not: (value, extent) => {
    const holds = predicateOf(value, extent);
    return (actual, before) => actual !== undefined && !holds(actual, before);
  },
  $size: (size) => {
    const holds = predicateOf(size, "equal");
    return (actual) => holds(sizeOf(actual));
  },
};

/** Pairs expected elements with others of a list, in any order: the index of the partner of each, or undefined. */
export function pairUnordered(
  expected: readonly unknown[],
  actual: readonly unknown[],
  extent: Extent,
): (number | undefined)[] {
  const partners = new Map<string, readonly number[]>();
  const lists = expected.map((item) => {
    const text = JSON.stringify(item);
    let found = partners.get(text);
    if (found === undefined) {
      const holds = predicateOf(item, extent);
      found = [...actual.keys()].filter((index) => holds(actual[index]));
      partners.set(text, found);
    }
    return found;
  });
  return assign(lists, actual.length);
}

/** How many characters, elements or keys a value has; undefined for one that has neither. */
export function sizeOf(value: unknown): number | undefined {
  // As JSON Schema counts: a character beyond 16 bits is one.
  if (typeof value === "string") return [...value].length;
  return typeof value === "object" && value !== null ? Object.keys(value).length : undefined;
}

function comparing(holds: (actual: number, operand: number) => boolean): MakePredicate {
  return (operand) => (actual) => typeof actual === "number" && holds(actual, operand as number);
}

function listPredicate(expected: readonly unknown[], extent: Extent): Predicate {
  const items = expected.map((item) => predicateOf(item, extent));
  return (actual, before) =>
    Array.isArray(actual) &&
    actual.length === items.length &&
    items.every((item, index) => item(actual[index], valueOf(before, index)));
}

function objectPredicate(expected: Values, extent: Extent): Predicate {
  const members = Object.keys(expected).map((key) => ({
    key,
    holds: predicateOf(expected[key], extent),
  }));
  return (actual, before) => {
    if (!isRecord(actual)) return false;
    for (const { key, holds } of members)
      if (!holds(valueOf(actual, key), valueOf(before, key))) return false;
    return extent === "partial" || Object.keys(actual).every((key) => Object.hasOwn(expected, key));
  };
}
