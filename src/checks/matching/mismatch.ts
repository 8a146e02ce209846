import { isMatcher } from "../../cases/matchers.ts";
import { isRecord, valueOf } from "../../json/value.ts";
import { show, showPath } from "../../json/show.ts";
import type { Path } from "../../json/show.ts";
import { changes } from "../../json/changes.ts";
import type { Extent } from "./matcher-predicate.ts";
import { matcherPredicates, predicateOf } from "./predicate.ts";
import { showDifference } from "./show-difference.ts";

/** A place in which a value is not as expected; both sides in words or as JSON. */
export interface Mismatch {
  /** Empty for the value itself. */
  readonly path: Path;
  readonly expected: string;
  readonly got: string;
}

/** Every place in which a value is not as expected; none where it fits. `before` is what stood there when the scope began. */
export function mismatches(
  expected: unknown,
  actual: unknown,
  extent: Extent,
  before?: unknown,
): readonly Mismatch[] {
  if (predicateOf(expected, extent)(actual, before)) return [];
  if (isMatcher(expected)) {
    return matcherPredicates(expected, extent)
      .filter(({ holds }) => !holds(actual, before))
      .flatMap(({ key }) => matcherMismatches(key, expected, actual, before));
  }
  if (Array.isArray(expected) && Array.isArray(actual)) {
    return expected.length === actual.length
      ? expected.flatMap((item, index) =>
          within(index, mismatches(item, actual[index], extent, valueOf(before, index))),
        )
      : [here(`${expected.length} elements ${show(expected)}`, `${actual.length} ${show(actual)}`)];
  }
  if (isRecord(expected) && isRecord(actual)) {
    const listed = Object.keys(expected).flatMap((key) =>
      within(key, mismatches(expected[key], valueOf(actual, key), extent, valueOf(before, key))),
    );
    return extent === "partial" ? listed : [...listed, ...extraKeys(expected, actual)];
  }
  return [here(...showDifference(expected, actual))];
}

/** Mismatches in clauses, the first of many: `arguments.flightId: expected "1919", got "1920"`. `root` leads to the value. */
export function describeMismatches(found: readonly Mismatch[], root: Path): readonly string[] {
  const clauses = found.slice(0, MOST_DESCRIBED).map(({ path, expected, got }) => {
    const place = showPath([...root, ...path]);
    return `${place === "" ? "all of it" : place}: expected ${expected}, got ${got}`;
  });
  const more = found.length - clauses.length;
  return more > 0 ? [...clauses, `… and ${more} more differences`] : clauses;
}

const MOST_DESCRIBED = 12;

function matcherMismatches(
  key: string,
  matcher: Readonly<Record<string, unknown>>,
  actual: unknown,
  before: unknown,
): readonly Mismatch[] {
  if (key === "$partial") return mismatches(matcher[key], actual, "partial", before);
  if (key !== "$unchanged") return [here(describeMatcher(key, matcher), show(actual))];
  return changes(before, actual).map(({ path, before: was, after: is }) => {
    const [expected, got] = showDifference(was, is);
    return {
      path,
      expected: was === undefined ? "it not to appear" : `it to stay ${expected}`,
      got,
    };
  });
}

function describeMatcher(key: string, matcher: Readonly<Record<string, unknown>>): string {
  const operand = matcher[key];
  switch (key) {
    case "$any":
      return "any value";
    case "$absent":
      return "no such key";
    case "$regex":
      return `a string that matches /${String(operand)}/${String(matcher["$flags"] ?? "")}`;
    case "$one_of":
      return `one of ${show(operand)}`;
    case "$contains":
      return `something that contains ${show(operand)}`;
    default:
      return `a number ${COMPARISONS[key] ?? key} ${show(operand)}`;
  }
}

const COMPARISONS: Readonly<Record<string, string>> = {
  $gt: ">",
  $gte: ">=",
  $lt: "<",
  $lte: "<=",
};

function extraKeys(expected: object, actual: Readonly<Record<string, unknown>>): Mismatch[] {
  return Object.keys(actual)
    .filter((key) => !Object.hasOwn(expected, key))
    .map((key) => ({ path: [key], expected: "no such key", got: show(actual[key]) }));
}

function here(expected: string, got: string): Mismatch {
  return { path: [], expected, got };
}

function within(key: string | number, found: readonly Mismatch[]): readonly Mismatch[] {
  return found.map((mismatch) => ({ ...mismatch, path: [key, ...mismatch.path] }));
}
