import { isMatcher } from "../../cases/matchers.ts";
import { changes } from "../../json/changes.ts";
import { show, showPath, type Path } from "../../json/show.ts";
import { isRecord, valueOf } from "../../json/value.ts";
import { plural } from "../../text/count.ts";
import { cut } from "../../text/printable.ts";
import { spelledOut } from "./look-alikes.ts";
import { matcherPredicates, pairUnordered, predicateOf, sizeOf, type Extent } from "./predicate.ts";

type Values = Readonly<Record<string, unknown>>;

/** A place in which a value is not as expected; both sides in words or as JSON. */
export interface Mismatch {
  /** Empty for the value itself. */
  readonly path: Path;
  readonly expected: string;
  readonly got: string;
}

/** Every place in which a value is not as expected. `before` is what stood there when the scope began. */
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
      .flatMap(({ key }) => matcherMismatches(key, expected, actual, extent, before));
  }
  if (Array.isArray(expected) && Array.isArray(actual)) {
    return expected.length === actual.length
      ? expected.flatMap((item, index) =>
          within(index, mismatches(item, actual[index], extent, valueOf(before, index))),
        )
      : [
          here(
            `${plural(expected.length, "element")} ${show(expected)}`,
            `${actual.length} ${show(actual)}`,
          ),
        ];
  }
  if (isRecord(expected) && isRecord(actual)) {
    const listed = Object.keys(expected).flatMap((key) =>
      within(key, mismatches(expected[key], valueOf(actual, key), extent, valueOf(before, key))),
    );
    return extent === "partial" ? listed : [...listed, ...extraKeys(expected, actual)];
  }
  return [here(...showDifference(expected, actual))];
}

/** The first of many, a clause each: `arguments.flightId: expected "1919", got "1920"`. `root` leads to the value. */
export function describeMismatches(found: readonly Mismatch[], root: Path): readonly string[] {
  const clauses = found.slice(0, MOST_DESCRIBED).map(({ path, expected, got }) => {
    const place = showPath([...root, ...path]);
    return `${place === "" ? "the whole value" : place}: expected ${expected}, got ${got}`;
  });
  const more = found.length - clauses.length;
  return more > 0 ? [...clauses, `… and ${more} more differences`] : clauses;
}

const MOST_DESCRIBED = 12;

function matcherMismatches(
  key: string,
  matcher: Values,
  actual: unknown,
  extent: Extent,
  before: unknown,
): readonly Mismatch[] {
  if (key === "$partial") return mismatches(matcher[key], actual, "partial", before);
  if (key === "$unordered" && Array.isArray(actual))
    return unorderedMismatches(matcher[key] as readonly unknown[], actual, extent);
  if (key === "$size") return [here(describeMatcher(key, matcher), showSize(actual))];
  if (key !== "$unchanged") return [here(describeMatcher(key, matcher, actual), show(actual))];
  return changes(before, actual).map(({ path, before: was, after: is }) => {
    const [expected, got] = showDifference(was, is);
    return {
      path,
      expected: was === undefined ? "it not to appear" : `it to stay ${expected}`,
      got,
    };
  });
}

/** What is left over after as many as possible were paired; a single one on either side is compared. */
function unorderedMismatches(
  expected: readonly unknown[],
  actual: readonly unknown[],
  extent: Extent,
): readonly Mismatch[] {
  const pairs = pairUnordered(expected, actual, extent);
  const missing = expected.filter((_, index) => pairs[index] === undefined);
  const extra = [...actual.keys()].filter((index) => !pairs.includes(index));
  const [index] = extra;
  if (missing.length === 1 && extra.length === 1 && index !== undefined) {
    const found = within(index, mismatches(missing[0], actual[index], extent));
    if (found.some(({ path }) => path.length > 1)) return found;
  }
  const left = [
    ...(missing.length > 0 ? [`without ${missing.map((one) => show(one)).join(", ")}`] : []),
    ...(extra.length > 0 ? [`with ${extra.map((at) => show(actual[at])).join(", ")} over`] : []),
  ];
  return [
    here(
      `${plural(expected.length, "element")} in any order ${show(expected)}`,
      `${actual.length} ${show(actual)}, ${left.join(" and ")}`,
    ),
  ];
}

function showSize(actual: unknown): string {
  const size = sizeOf(actual);
  return size === undefined ? show(actual) : `${size}: ${show(actual)}`;
}

function describeMatcher(key: string, matcher: Values, actual?: unknown): string {
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
      return Array.isArray(operand) && Array.isArray(actual)
        ? `an element that is the list ${show(operand)} (for a list of these in any order, write $unordered)`
        : `something that contains ${show(operand)}`;
    case "$unordered":
      return `a list of these in any order ${show(operand)}`;
    case "$not":
      return `something else than ${show(operand)}`;
    case "$size":
      return `a size of ${show(operand)}`;
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

function extraKeys(expected: Values, actual: Values): Mismatch[] {
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

/** This many characters are shown before the first difference of two texts. */
const LEAD = 20;

/**
 * An expected and an actual value that differ, as JSON; long texts from shortly before their first difference, and with
 * the characters spelled out that only look the same, or cannot be seen.
 */
export function showDifference(expected: unknown, got: unknown): readonly [string, string] {
  if (typeof expected !== "string" || typeof got !== "string") return [show(expected), show(got)];
  const [left, right] = spelledOut(expected, got) ?? [asJson(expected), asJson(got)];
  let start = 0;
  while (start < left.length && left[start] === right[start]) start++;
  // A difference that early is shown anyhow.
  if (start < 3 * LEAD) return [cut(quoted(left), 200), cut(quoted(right), 200)];
  const around = (chars: readonly string[]): string =>
    `"…${cut(chars.slice(start - LEAD).join(""), 80)}"`;
  return [around(left), around(right)];
}

/** The characters of a JSON string. */
function asJson(text: string): string[] {
  return [...text].map((char) => JSON.stringify(char).slice(1, -1));
}

function quoted(chars: readonly string[]): string {
  return `"${chars.join("")}"`;
}
