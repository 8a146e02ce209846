import { isRecord } from "../json/is-record.ts";

/** What a value read from a file must look like. Fields that are not named may be there as well. */
export type Shape =
  | "text"
  | "number"
  | "boolean"
  | "anything"
  | { readonly oneOf: readonly (string | number)[] }
  | { readonly list: Shape }
  /** An object of any keys. */
  | { readonly values: Shape }
  | { readonly fields: Readonly<Record<string, Shape>> }
  | { readonly orNull: Shape }
  /** A field that may be left out. */
  | { readonly optional: Shape };

/** Where a value is not as it must be, and what stands there: `trials[0].verdict must be text, and is a number`. Undefined where it fits. */
export function misfit(shape: Shape, value: unknown, place: string): string | undefined {
  if (typeof shape === "string") return plainMisfit(shape, value, place);
  if ("optional" in shape)
    return value === undefined ? undefined : misfit(shape.optional, value, place);
  if ("orNull" in shape) return value === null ? undefined : misfit(shape.orNull, value, place);
  if ("oneOf" in shape) {
    if (shape.oneOf.includes(value as string)) return undefined;
    return `${place} must be ${shape.oneOf.map((one) => JSON.stringify(one)).join(" or ")}, and is ${nameOf(value)}`;
  }
  if ("list" in shape) {
    if (!Array.isArray(value)) return `${place} must be a list, and is ${nameOf(value)}`;
    return firstMisfit(value.entries(), (one, index) =>
      misfit(shape.list, one, `${place}[${index}]`),
    );
  }
  if (!isRecord(value)) return `${place} must be an object, and is ${nameOf(value)}`;
  if ("values" in shape)
    return firstMisfit(Object.entries(value), (one, key) =>
      misfit(shape.values, one, `${place}.${key}`),
    );
  return firstMisfit(Object.entries(shape.fields), (field, key) =>
    misfit(field, value[key], place === "" ? key : `${place}.${key}`),
  );
}

function plainMisfit(
  shape: "text" | "number" | "boolean" | "anything",
  value: unknown,
  place: string,
): string | undefined {
  if (shape === "anything" || typeof value === (shape === "text" ? "string" : shape))
    return undefined;
  return `${place} must be ${shape === "text" ? shape : `a ${shape}`}, and is ${nameOf(value)}`;
}

function firstMisfit<Key, Value>(
  entries: Iterable<readonly [Key, Value]>,
  of: (value: Value, key: Key) => string | undefined,
): string | undefined {
  for (const [key, value] of entries) {
    const found = of(value, key);
    if (found !== undefined) return found;
  }
  return undefined;
}

function nameOf(value: unknown): string {
  if (value === undefined) return "not there";
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return "an object";
  if (typeof value === "string") return value.length > 40 ? "text" : JSON.stringify(value);
  return String(value);
}
