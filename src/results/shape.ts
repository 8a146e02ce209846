import { isRecord } from "../json/is-record.ts";

/** What a value read from a file must look like: finds where it does not. */
export type Shape = (value: unknown) => Misfit | undefined;

/** The first place in which a value is not as it must be. */
export interface Misfit {
  /** From the outermost to the innermost key; filled on the way out, as most values fit. */
  readonly path: (string | number)[];
  readonly expected: string;
  readonly value: unknown;
}

/** What is wrong, in words: `trials[0].verdict must be text, and is 7`. */
export function misfitText({ path, expected, value }: Misfit): string {
  const place = path
    .map((key) => (typeof key === "number" ? `[${key}]` : `.${key}`))
    .join("")
    .replace(/^\./, "");
  return `${place || "this"} must be ${expected}, and is ${nameOf(value)}`;
}

export const anything: Shape = () => undefined;

export const text: Shape = (value) =>
  typeof value === "string" ? undefined : { path: [], expected: "text", value };

export const number: Shape = (value) =>
  typeof value === "number" ? undefined : { path: [], expected: "a number", value };

export const truth: Shape = (value) =>
  typeof value === "boolean" ? undefined : { path: [], expected: "true or false", value };

/** One of the texts of a union: as keys, so that the compiler misses those that are left out. */
export function oneOf<Union extends string>(texts: Readonly<Record<Union, true>>): Shape {
  const allowed = new Set<unknown>(Object.keys(texts));
  const expected = Object.keys(texts)
    .map((one) => JSON.stringify(one))
    .join(" or ");
  return (value) => (allowed.has(value) ? undefined : { path: [], expected, value });
}

export function orNull(shape: Shape): Shape {
  return (value) => (value === null ? undefined : shape(value));
}

/** A field that may be left out. */
export function optional(shape: Shape): Shape {
  return (value) => (value === undefined ? undefined : shape(value));
}

export function list(shape: Shape): Shape {
  return (value) => {
    if (!Array.isArray(value)) return { path: [], expected: "a list", value };
    for (let index = 0; index < value.length; index++) {
      const found = shape(value[index]);
      if (found !== undefined) return within(index, found);
    }
    return undefined;
  };
}

/** An object with any keys. */
export function values(shape: Shape): Shape {
  return (value) => {
    if (!isRecord(value)) return { path: [], expected: "an object", value };
    for (const key in value) {
      const found = shape(value[key]);
      if (found !== undefined) return within(key, found);
    }
    return undefined;
  };
}

/** An object with these fields; others may be there as well. */
export function fields(shapes: Readonly<Record<string, Shape>>): Shape {
  const entries = Object.entries(shapes);
  return (value) => {
    if (!isRecord(value)) return { path: [], expected: "an object", value };
    for (const [key, shape] of entries) {
      const found = shape(value[key]);
      if (found !== undefined) return within(key, found);
    }
    return undefined;
  };
}

function within(key: string | number, found: Misfit): Misfit {
  found.path.unshift(key);
  return found;
}

function nameOf(value: unknown): string {
  if (value === undefined) return "not there";
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return "an object";
  if (typeof value === "string") return value.length > 40 ? "text" : JSON.stringify(value);
  return String(value);
}
