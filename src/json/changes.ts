import { isDeepStrictEqual } from "node:util";
import { isRecord } from "./is-record.ts";
import type { Path } from "./fault.ts";
import { valueOf } from "./value-of.ts";

/** A place in which a value is not what it was. */
export interface Change {
  readonly path: Path;
  readonly before: unknown;
  readonly after: unknown;
}

/** Where a value changed, as deep inside as can be told. */
export function changes(before: unknown, after: unknown): Change[] {
  if (isDeepStrictEqual(before, after)) return [];
  const keys = commonKeys(before, after);
  if (keys === undefined) return [{ path: [], before, after }];
  return keys.flatMap((key) =>
    changes(valueOf(before, key), valueOf(after, key)).map((change) => ({
      ...change,
      path: [key, ...change.path],
    })),
  );
}

/** The keys under which two values may differ; undefined where they are not made alike. */
function commonKeys(before: unknown, after: unknown): (string | number)[] | undefined {
  if (Array.isArray(before) && Array.isArray(after))
    return before.length === after.length ? [...before.keys()] : undefined;
  return isRecord(before) && isRecord(after)
    ? [...new Set([...Object.keys(before), ...Object.keys(after)])]
    : undefined;
}
