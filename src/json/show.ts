import { cut } from "../text/cut.ts";

/** A value as a sentence shows it: JSON, cut after so many characters. Undefined is `nothing`. */
export function show(value: unknown, most = 200): string {
  if (value === undefined) return "nothing";
  return cut(jsonText(value), most);
}

function jsonText(value: unknown): string {
  try {
    return JSON.stringify(value) ?? String(value);
  } catch {
    // What an agent gave may be nested more deeply than the stack reaches.
    return Array.isArray(value) ? "[…]" : "{…}";
  }
}
