import { cut, unicodeEscape } from "../text/printable.ts";

/** A value as a sentence shows it: JSON, cut after `most` characters. Undefined is `nothing`. */
export function show(value: unknown, most = 200): string {
  if (value === undefined) return "nothing";
  return cut(jsonText(value), most);
}

function jsonText(value: unknown): string {
  try {
    return JSON.stringify(value) ?? String(value);
  } catch {
    // What an agent returned may be nested more deeply than the stack reaches.
    return Array.isArray(value) ? "[…]" : "{…}";
  }
}

/** `a list`, `an empty object`, `"abc"`, `12`, `undefined`. */
export function kindOf(value: unknown): string {
  if (typeof value !== "object" || value === null) return cut(String(JSON.stringify(value)), 40);
  const empty = Object.keys(value).length === 0;
  if (Array.isArray(value)) return empty ? "an empty list" : "a list";
  return empty ? "an empty object" : "an object";
}

/** Keys and indices that lead from a JSON value to a part of it. */
export type Path = readonly (string | number)[];

/** A path as people write it: `turns[1].expect`, `["a key"].b`; empty for the value itself. */
export function showPath(path: Path): string {
  return path.reduce<string>((text, key) => {
    if (typeof key === "number") return `${text}[${key}]`;
    if (!PLAIN_KEY.test(key))
      return `${text}[${JSON.stringify(key).replace(UNSEEN, unicodeEscape)}]`;
    return text === "" ? key : `${text}.${key}`;
  }, "");
}

/** What nobody sees in a key, or takes for a space. */
const UNSEEN = /[\p{Default_Ignorable_Code_Point}\u00a0\u2000-\u200a\u202f\u3000]/gu;

const PLAIN_KEY = /^[\p{L}\p{N}_$-]+$/u;
