import { isMatcher } from "../cases/matchers.ts";
import type { Path } from "../json/show.ts";
import { isRecord, valueOf } from "../json/value.ts";
import { isFleeting } from "./telling.ts";

const ANY = { $any: true };
/** A longer list is known by its length. */
const LONGEST_LIST = 5;
/** A longer text is known by its beginning. */
const LONGEST_TEXT = 60;

/** What to ask of a value so that it is known again: no more than will be the same the next time. */
export function askedOf(value: unknown): unknown {
  if (value === undefined) return { $absent: true };
  if (typeof value === "string") {
    if (isFleeting(value)) return ANY;
    return value.length > LONGEST_TEXT ? { $contains: beginning(value) } : value;
  }
  if (Array.isArray(value))
    return value.length > LONGEST_LIST ? { $size: value.length } : value.map(askedOf);
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, askedOf(inner)]));
}

function beginning(text: string): string {
  return text.slice(0, LONGEST_TEXT).replace(/\s\S*$/, "");
}

/**
 * An expectation of a value that asks for something in one more place; undefined where it has a matcher there, by which its
 * author said what may vary. `actual` is the value.
 */
export function withAsked(expected: unknown, actual: unknown, path: Path, asked: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return asked;
  if (isMatcher(expected) && !isFiller(expected)) {
    if (!("$partial" in expected)) return undefined;
    const inner = withAsked(expected["$partial"], actual, path, asked);
    return inner && { ...expected, $partial: inner };
  }
  const inner = withAsked(valueOf(expected, key), valueOf(actual, key), rest, asked);
  if (inner === undefined) return undefined;
  if (!Array.isArray(actual))
    return { ...(isRecord(expected) && !isFiller(expected) ? expected : {}), [key]: inner };
  const list: unknown[] = Array.isArray(expected) ? expected : actual.map(() => ANY);
  return list.with(key as number, inner);
}

function isFiller(expected: Readonly<Record<string, unknown>>): boolean {
  return expected["$any"] === true;
}

/** Whether an expectation of a value has a matcher where a path leads, or on the way there. */
export function hasMatcherAt(expected: unknown, path: Path): boolean {
  const [key, ...rest] = path;
  if (isMatcher(expected))
    return !("$partial" in expected) || hasMatcherAt(expected["$partial"], path);
  return key !== undefined && hasMatcherAt(valueOf(expected, key), rest);
}
