import { isRecord } from "../json/is-record.ts";
import { isDeepStrictEqual } from "node:util";
import { isMatcher } from "../cases/matchers.ts";

/** The first place in which a value is not as expected. */
export interface Mismatch {
  /** `flight.seats[0]`; empty for the value itself. */
  readonly path: string;
  /** In words, or as JSON. */
  readonly expected: string;
  readonly got: string;
}

export interface MatchOptions {
  /** Whether objects may hold more than is listed. */
  readonly partial: boolean;
  /** What the value was when the scope began, for `$unchanged`. */
  readonly before?: unknown;
}

/** Holds a value against an expected one with matchers anywhere inside; undefined where it fits. */
export function matchValue(
  expected: unknown,
  actual: unknown,
  options: MatchOptions,
  path = "",
): Mismatch | undefined {
  if (isMatcher(expected)) return matchAll(expected, actual, options, path);
  if (Array.isArray(expected)) return matchArray(expected, actual, options, path);
  if (isRecord(expected)) return matchObject(expected, actual, options, path);
  return expected === actual ? undefined : { path, expected: show(expected), got: show(actual) };
}

function matchArray(
  expected: readonly unknown[],
  actual: unknown,
  options: MatchOptions,
  path: string,
): Mismatch | undefined {
  if (!Array.isArray(actual)) return { path, expected: show(expected), got: show(actual) };
  if (actual.length !== expected.length) {
    return {
      path,
      expected: `${show(expected)} (${expected.length} elements)`,
      got: `${show(actual)} (${actual.length} elements)`,
    };
  }
  for (const [index, item] of expected.entries()) {
    const inner = { ...options, before: property(options.before, index) };
    const mismatch = matchValue(item, actual[index], inner, `${path}[${index}]`);
    if (mismatch !== undefined) return mismatch;
  }
  return undefined;
}

function matchObject(
  expected: Readonly<Record<string, unknown>>,
  actual: unknown,
  options: MatchOptions,
  path: string,
): Mismatch | undefined {
  if (!isRecord(actual)) return { path, expected: show(expected), got: show(actual) };
  for (const key of Object.keys(expected)) {
    const inner = { ...options, before: property(options.before, key) };
    const value = Object.hasOwn(actual, key) ? actual[key] : undefined;
    const mismatch = matchValue(expected[key], value, inner, join(path, key));
    if (mismatch !== undefined) return mismatch;
  }
  if (options.partial) return undefined;
  const extra = Object.keys(actual).find(
    (key) => !Object.hasOwn(expected, key) && actual[key] !== undefined,
  );
  return extra === undefined
    ? undefined
    : { path: join(path, extra), expected: "no such key", got: show(actual[extra]) };
}

function matchAll(
  matcher: Readonly<Record<string, unknown>>,
  actual: unknown,
  options: MatchOptions,
  path: string,
): Mismatch | undefined {
  for (const [key, operand] of Object.entries(matcher)) {
    if (key === "$partial") {
      const mismatch = matchValue(operand, actual, { ...options, partial: true }, path);
      if (mismatch !== undefined) return mismatch;
    } else if (!holds(key, operand, actual, matcher, options)) {
      return { path, expected: describe(key, operand, matcher, options), got: show(actual) };
    }
  }
  return undefined;
}

function holds(
  key: string,
  operand: unknown,
  actual: unknown,
  matcher: Readonly<Record<string, unknown>>,
  options: MatchOptions,
): boolean {
  const fits = (expected: unknown, value: unknown): boolean =>
    matchValue(expected, value, { ...options, partial: false }) === undefined;
  switch (key) {
    case "$any":
      return actual !== undefined;
    case "$absent":
      return actual === undefined;
    case "$unchanged":
      return isDeepStrictEqual(actual, options.before);
    case "$regex":
      return (
        typeof actual === "string" &&
        new RegExp(operand as string, (matcher["$flags"] as string) ?? "").test(actual)
      );
    case "$flags":
      return true;
    case "$one_of":
      return (operand as unknown[]).some((option) => fits(option, actual));
    case "$contains":
      return Array.isArray(actual)
        ? actual.some((element) => fits(operand, element))
        : typeof actual === "string" && typeof operand === "string" && actual.includes(operand);
    case "$gt":
      return typeof actual === "number" && actual > (operand as number);
    case "$gte":
      return typeof actual === "number" && actual >= (operand as number);
    case "$lt":
      return typeof actual === "number" && actual < (operand as number);
    case "$lte":
      return typeof actual === "number" && actual <= (operand as number);
    default:
      throw new TypeError(`No matcher is called ${key}.`);
  }
}

function describe(
  key: string,
  operand: unknown,
  matcher: Readonly<Record<string, unknown>>,
  options: MatchOptions,
): string {
  switch (key) {
    case "$any":
      return "any value";
    case "$absent":
      return "no such key";
    case "$unchanged":
      return `${show(options.before)}, unchanged`;
    case "$regex":
      return `a text that matches /${String(operand)}/${String(matcher["$flags"] ?? "")}`;
    case "$one_of":
      return `one of ${show(operand)}`;
    case "$contains":
      return `something that contains ${show(operand)}`;
    default:
      return `a number ${COMPARISONS[key]} ${show(operand)}`;
  }
}

const COMPARISONS: Readonly<Record<string, string>> = {
  $gt: ">",
  $gte: ">=",
  $lt: "<",
  $lte: "<=",
};

/** A value as a reason shows it: JSON, cut where it is long. */
export function show(value: unknown, most = 200): string {
  if (value === undefined) return "nothing";
  const text = JSON.stringify(value) ?? String(value);
  return text.length > most ? `${text.slice(0, most)}…` : text;
}

/** A mismatch in one clause, at the place that `root` names. */
export function describeMismatch({ path, expected, got }: Mismatch, root: string): string {
  return `${root}${path === "" || path.startsWith("[") || root === "" ? "" : "."}${path}: expected ${expected}, got ${got}`;
}

function property(value: unknown, key: string | number): unknown {
  return typeof value === "object" && value !== null
    ? (value as Record<string | number, unknown>)[key]
    : undefined;
}

function join(path: string, key: string): string {
  return path === "" ? key : `${path}.${key}`;
}
