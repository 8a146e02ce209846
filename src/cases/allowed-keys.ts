import type * as v from "valibot";

/** The keys that a schema allows in the object at a path of the input: those of the alternative that the input chose. */
export function allowedKeys(
  schema: unknown,
  input: unknown,
  path: readonly (string | number)[],
): readonly string[] {
  let at = schema;
  let value = input;
  for (const key of path) {
    const { entries, item, wrapped } = resolved(at, value);
    at = entries?.[key] ?? item ?? wrapped;
    value =
      typeof value === "object" && value !== null
        ? (value as Record<string | number, unknown>)[key]
        : undefined;
  }
  return Object.keys(resolved(at, value).entries ?? {});
}

interface Resolved {
  readonly entries?: Readonly<Record<string, unknown>>;
  readonly item?: unknown;
  readonly wrapped?: unknown;
}

function resolved(schema: unknown, input: unknown): Resolved {
  const { type, getter, wrapped, pipe } = (schema ?? {}) as Resolved & {
    type?: string;
    getter?: (input: unknown) => v.GenericSchema;
    pipe?: readonly unknown[];
  };
  if (type === "lazy" && getter !== undefined) return resolved(getter(input), input);
  if (wrapped !== undefined) return resolved(wrapped, input);
  // A pipe looks like its first schema, which may itself be one that is chosen by the input.
  if (pipe !== undefined && pipe[0] !== schema && (pipe[0] as Resolved).entries === undefined)
    return resolved(pipe[0], input);
  return schema as Resolved;
}
