import { types } from "node:util";

/** Whether a value is an error, of whichever realm. */
export function isError(value: unknown): value is Error {
  return value instanceof Error || types.isNativeError(value);
}

/** The name of its class, of whichever realm. To name those of `fetch` themselves would load all of it. */
export function tagOf(value: object): string {
  return Object.prototype.toString.call(value).slice("[object ".length, -1);
}

/**
 * What JSON would write as `{}`, or refuse, in a form that it has: bigints and regular expressions as text, errors as
 * their name and message, sets and typed arrays as lists, maps as objects or, if not all keys are text, as lists of pairs.
 * All else is returned as it is; so are the members.
 */
export function jsonForm(value: unknown): unknown {
  if (typeof value === "bigint") return String(value);
  if (typeof value !== "object" || value === null) return value;
  if (isError(value)) return `${value.name}: ${value.message}`;
  switch (tagOf(value)) {
    case "RegExp":
      return String(value);
    case "Set":
      return [...(value as Set<unknown>)];
    case "Map":
    case "Headers":
    case "URLSearchParams":
    case "FormData": {
      const pairs = [...(value as Iterable<readonly [unknown, unknown]>)];
      return pairs.every(([key]) => typeof key === "string") ? Object.fromEntries(pairs) : pairs;
    }
    default:
      return ArrayBuffer.isView(value) && Symbol.iterator in value
        ? [...(value as unknown as Iterable<unknown>)]
        : value;
  }
}
