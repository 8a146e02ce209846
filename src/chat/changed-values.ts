import { isDeepStrictEqual } from "node:util";
import { isMatcher } from "../cases/matchers.ts";
import { isRecord } from "../json/value.ts";

type Values = Readonly<Record<string, unknown>>;

/** What a case expects of values that were `before` and are `after`: only what is new or different, and what is gone. Both are JSON. */
export function changedValues(before: Values, after: Values): Record<string, unknown> {
  const changed: Record<string, unknown> = {};
  for (const key of Object.keys(after)) {
    const [from, to] = [before[key], after[key]];
    // A name like a matcher's cannot be expected.
    if (key.startsWith("$") || isDeepStrictEqual(from, to)) continue;
    changed[key] =
      isRecord(from) && isRecord(to) && !isMatcher(to) ? changedValues(from, to) : literal(to);
  }
  for (const key of Object.keys(before))
    if (!key.startsWith("$") && !Object.hasOwn(after, key)) changed[key] = { $absent: true };
  return changed;
}

/** The value as a case spells it. What a case cannot say may be anything: an object that looks like a matcher, a number of too many digits. */
export function literal(value: unknown): unknown {
  if (typeof value === "number" && Math.abs(value) > Number.MAX_SAFE_INTEGER) return { $any: true };
  if (Array.isArray(value)) return value.map(literal);
  if (!isRecord(value)) return value;
  if (isMatcher(value)) return { $any: true };
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, literal(inner)]));
}
