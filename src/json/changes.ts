import { isDeepStrictEqual } from "node:util";
import type { Path } from "./show.ts";
import { isRecord, valueOf } from "./value.ts";

/** A place where a value is no longer what it was. */
export interface Change {
  readonly path: Path;
  readonly before: unknown;
  readonly after: unknown;
}

/** Where a value changed, with paths as deep as possible. */
export function changes(before: unknown, after: unknown): Change[] {
  if (isDeepStrictEqual(before, after)) return [];
  const keys = comparableKeys(before, after);
  if (keys === undefined) return [{ path: [], before, after }];
  return keys.flatMap((key) =>
    changes(valueOf(before, key), valueOf(after, key)).map((change) => ({
      ...change,
      path: [key, ...change.path],
    })),
  );
}

/** The keys of two objects, or of two lists of one length; undefined for any other pair of values. */
function comparableKeys(before: unknown, after: unknown): (string | number)[] | undefined {
  if (Array.isArray(before) && Array.isArray(after))
    return before.length === after.length ? [...before.keys()] : undefined;
  return isRecord(before) && isRecord(after)
    ? [...new Set([...Object.keys(before), ...Object.keys(after)])]
    : undefined;
}
