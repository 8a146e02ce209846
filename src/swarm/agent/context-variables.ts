import { DEEPEST, TooDeepError } from "../../json/depth.ts";
import type { ContextVariables } from "../../trajectory/trajectory.ts";

/**
 * A deep copy of objects, lists, maps and sets. Instances of other classes (a database handle) are not copied. Throws
 * TooDeepError.
 */
export function copyContext(variables: object): ContextVariables {
  return copy(variables, new Map(), DEEPEST) as ContextVariables;
}

/** Sets what changed, key by key. */
export function mergeContext(variables: ContextVariables, changes: ContextVariables): void {
  for (const [key, value] of Object.entries(changes)) setOwn(variables, key, value);
}

/** `copies` has those made so far: what stands in two places is one thing in the copy too, and may hold itself. */
function copy(value: unknown, copies: Map<object, object>, left: number): unknown {
  if (typeof value !== "object" || value === null) return value;
  const known = copies.get(value);
  if (known !== undefined) return known;
  if (left === 0) throw new TooDeepError();
  const inside = (part: unknown): unknown => copy(part, copies, left - 1);
  switch (Object.getPrototypeOf(value)) {
    case Object.prototype:
    case null: {
      const copied = {};
      copies.set(value, copied);
      for (const [key, inner] of Object.entries(value)) setOwn(copied, key, inside(inner));
      return copied;
    }
    case Array.prototype: {
      const copied: unknown[] = [];
      copies.set(value, copied);
      for (const inner of value as unknown[]) copied.push(inside(inner));
      return copied;
    }
    case Map.prototype: {
      const copied = new Map<unknown, unknown>();
      copies.set(value, copied);
      for (const [key, inner] of value as typeof copied) copied.set(inside(key), inside(inner));
      return copied;
    }
    case Set.prototype: {
      const copied = new Set<unknown>();
      copies.set(value, copied);
      for (const inner of value as typeof copied) copied.add(inside(inner));
      return copied;
    }
    default:
      return value;
  }
}

/** Sets a property of the object itself, even one called `__proto__`, which an assignment would take for its prototype. */
function setOwn(object: object, key: string, value: unknown): void {
  Object.defineProperty(object, key, {
    value,
    writable: true,
    enumerable: true,
    configurable: true,
  });
}
