import { isRecord } from "./is-record.ts";

/** A property of an object, undefined where the value is none. */
export function field(value: unknown, key: string): unknown {
  return isRecord(value) ? value[key] : undefined;
}

/** A property that is text, undefined where it is empty or none: providers write nothing in both ways. */
export function textField(value: unknown, key: string): string | undefined {
  const text = field(value, key);
  return typeof text === "string" && text !== "" ? text : undefined;
}
