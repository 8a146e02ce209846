/**
 * State that is shared by the agents of one conversation and never shown to the model unless instructions or a tool do.
 * A type of one's own for it must be an alias (`type Customer = { … }`): TypeScript takes no interface for a record.
 */
export type ContextVariables = Record<string, unknown>;

/** A copy whose objects and arrays can be changed without the original noticing. Instances of classes (a database handle) stay what they are. */
export function copyContext(variables: Readonly<ContextVariables>): ContextVariables {
  return copy(variables) as ContextVariables;
}

function copy(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(copy);
  if (!isPlainObject(value)) return value;
  const copied: Record<string, unknown> = {};
  for (const key of Object.keys(value)) copied[key] = copy(value[key]);
  return copied;
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
