import { RAW } from "./value.ts";

/** JSON text with sorted keys and no spaces, without what JSON omits: equal values have equal text. */
export function canonicalJson(value: unknown): string {
  const ready = withoutToJson(value);
  if (typeof ready !== "object" || ready === null) return JSON.stringify(ready) ?? "null";
  if (Array.isArray(ready)) return `[${ready.map(canonicalJson).join(",")}]`;
  if (RAW.isRawJSON(ready)) return JSON.stringify(ready);
  const record = ready as Readonly<Record<string, unknown>>;
  let members = "";
  for (const key of Object.keys(record).sort()) {
    const member = record[key];
    if (member === undefined || typeof member === "function" || typeof member === "symbol")
      continue;
    members += `${members === "" ? "" : ","}${JSON.stringify(key)}:${canonicalJson(member)}`;
  }
  return `{${members}}`;
}

function withoutToJson(value: unknown): unknown {
  if (typeof value !== "object" || value === null || !("toJSON" in value)) return value;
  return typeof value.toJSON === "function" ? (value.toJSON() as unknown) : value;
}

/**
 * 16 hexadecimal digits for a JSON value: equal values have equal keys, whatever the order of their members, and others
 * almost surely do not. It tells versions of a thing apart, thousands in a few milliseconds, and resists nobody who
 * wants two values to look the same. Results and baselines contain such keys, so another hash would make all of them
 * differ.
 */
export function valueKey(value: unknown): string {
  const words = [hash(value, 0x2545f491), hash(value, 0x9e3779b9)];
  return words.map((word) => (word >>> 0).toString(16).padStart(8, "0")).join("");
}

function hash(value: unknown, seed: number): number {
  if (typeof value === "string") return textHash(value, seed);
  if (typeof value !== "object" || value === null) return textHash(String(value), ~seed);
  if (Array.isArray(value)) {
    let list = seed ^ 0x5b;
    for (const element of value) list = mixed(Math.imul(list, 31) + hash(element ?? null, seed));
    return mixed(list ^ value.length);
  }
  // A sum does not depend on the order of what is added.
  let sum = seed ^ 0x7b;
  for (const key of Object.keys(value)) {
    const member = (value as Record<string, unknown>)[key];
    if (member === undefined || typeof member === "function") continue;
    sum = (sum + mixed(Math.imul(textHash(key, seed), 31) ^ hash(member, seed))) | 0;
  }
  return mixed(sum);
}

/** FNV-1a over the text's 16-bit units, its bits spread at the end. */
function textHash(text: string, seed: number): number {
  let state = seed ^ 0x811c9dc5;
  for (let index = 0; index < text.length; index++)
    state = Math.imul(state ^ text.charCodeAt(index), 0x01000193);
  return mixed(state ^ text.length);
}

/** Spreads every bit over all of a word, as MurmurHash3 ends. */
function mixed(word: number): number {
  const once = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
  const twice = Math.imul(once ^ (once >>> 13), 0xc2b2ae35);
  return twice ^ (twice >>> 16);
}
