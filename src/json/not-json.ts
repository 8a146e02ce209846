import { DEEPEST, TooDeepError } from "./depth.ts";
import { faulty, NO_FAULTS, within, type Fault } from "./fault.ts";
import { isRecord } from "./value.ts";

/**
 * What JSON cannot hold of a value that comes from code. `except` has keys of the value whose own rules say what they may
 * be; `around` the objects that contain it.
 */
export function notJsonFaults(
  value: unknown,
  except: readonly string[] = [],
  around: readonly unknown[] = [],
): readonly Fault[] {
  if (["function", "symbol", "bigint"].includes(typeof value))
    return faulty(`a ${typeof value} is not allowed here`);
  if (typeof value !== "object" || value === null) return NO_FAULTS;
  if (around.length === DEEPEST) return faulty(new TooDeepError().message);
  if (around.includes(value)) return faulty("an object cannot contain itself");
  if (!Array.isArray(value) && !isPlain(value))
    return faulty(`a ${value.constructor?.name ?? "special object"} is not allowed here`);
  return Object.entries(value).flatMap(([key, part]) =>
    except.includes(key)
      ? NO_FAULTS
      : within(
          Array.isArray(value) ? Number(key) : key,
          notJsonFaults(part, [], [...around, value]),
        ),
  );
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}

/** A value without keys that are undefined, such as a variable of the environment that is not set. */
export function withoutUndefined(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutUndefined);
  if (!isRecord(value) || value instanceof RegExp) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, part]) =>
      part === undefined ? [] : [[key, withoutUndefined(part)] as const],
    ),
  );
}
