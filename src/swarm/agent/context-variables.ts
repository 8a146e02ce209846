import type { ContextVariables } from "../../trajectory/trajectory.ts";

/** A deep copy of objects, lists, maps and sets. Instances of other classes (a database handle) are not copied. */
export function copyContext(variables: object): ContextVariables {
  return copy(variables, new Map()) as ContextVariables;
}

/** `copies` has those made so far: what stands in two places is one thing in the copy too, and may hold itself. */
function copy(value: unknown, copies: Map<object, object>): unknown {
  if (typeof value !== "object" || value === null) return value;
  const known = copies.get(value);
  if (known !== undefined) return known;
  switch (Object.getPrototypeOf(value)) {
    case Object.prototype:
    case null: {
      const copied: Record<string, unknown> = {};
      copies.set(value, copied);
      for (const [key, inner] of Object.entries(value)) copied[key] = copy(inner, copies);
      return copied;
    }
    case Array.prototype: {
      const copied: unknown[] = [];
      copies.set(value, copied);
      for (const inner of value as unknown[]) copied.push(copy(inner, copies));
      return copied;
    }
    case Map.prototype: {
      const copied = new Map<unknown, unknown>();
      copies.set(value, copied);
      for (const [key, inner] of value as typeof copied)
        copied.set(copy(key, copies), copy(inner, copies));
      return copied;
    }
    case Set.prototype: {
      const copied = new Set<unknown>();
      copies.set(value, copied);
      for (const inner of value as typeof copied) copied.add(copy(inner, copies));
      return copied;
    }
    default:
      return value;
  }
}
