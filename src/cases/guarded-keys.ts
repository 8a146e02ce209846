import type { Path } from "../json/show.ts";
import { isMatcher } from "./matchers.ts";

/** A key that is expected to stay as it was, or not to be there: where it never is, that holds whatever happens. */
export interface GuardedKey {
  /** The keys that lead to it; at least one. */
  readonly path: Path;
  readonly by: "$unchanged" | "$absent";
}

/** The keys that `$unchanged` and `$absent` stand for in expected values. */
export function guardedKeys(expected: unknown, path: Path = []): readonly GuardedKey[] {
  if (typeof expected !== "object" || expected === null) return NONE;
  if (isMatcher(expected)) {
    if ("$partial" in expected) return guardedKeys(expected["$partial"], path);
    const by = (["$unchanged", "$absent"] as const).find((key) => key in expected);
    return by === undefined || path.length === 0 ? NONE : [{ path, by }];
  }
  return Object.entries(expected).flatMap(([key, value]) =>
    guardedKeys(value, [...path, Array.isArray(expected) ? Number(key) : key]),
  );
}

const NONE: readonly GuardedKey[] = [];
