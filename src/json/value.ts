import { parseJson, tooDeepAt } from "./depth.ts";

/** Whether a value is an object with keys, not null and not a list. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A property of an object; undefined when the value is not an object. */
export function field(value: unknown, key: string): unknown {
  return isRecord(value) ? value[key] : undefined;
}

/** A property that is text; undefined when it is empty or missing: providers write nothing in both ways. */
export function textField(value: unknown, key: string): string | undefined {
  const text = field(value, key);
  return typeof text === "string" && text !== "" ? text : undefined;
}

/** What an object or a list itself has under a key or an index, not what it inherits; else undefined. */
export function valueOf(value: unknown, key: string | number): unknown {
  return typeof value === "object" && value !== null && Object.hasOwn(value, key)
    ? (value as Readonly<Record<string | number, unknown>>)[key]
    : undefined;
}

/** What keys and indices lead to; undefined if that is nothing. */
export function valueAt(value: unknown, path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>((part, key) => valueOf(part, key), value);
}

/** The value of a JSON text; undefined for any other text, and for one that is nested too deeply. */
export function parseIfJson(text: string, deepest?: number): unknown {
  try {
    return parseJson(text, deepest);
  } catch {
    return undefined;
  }
}

/**
 * The value of a JSON text, its numbers as they are written: one that JavaScript would write otherwise is an object
 * that `JSON.stringify` writes as it was. Undefined for any other text, and for one that is nested too deeply.
 */
export function parseExactly(text: string): unknown {
  if (tooDeepAt(text) !== undefined) return undefined;
  try {
    return JSON.parse(text, (_key, value: unknown, { source }: { readonly source?: string } = {}) =>
      typeof value === "number" && source !== undefined && String(value) !== source
        ? RAW.rawJSON(source)
        : value,
    );
  } catch {
    return undefined;
  }
}

/** Newer than TypeScript's library. */
export const RAW = JSON as unknown as {
  rawJSON(text: string): object;
  isRawJSON(value: unknown): boolean;
};
