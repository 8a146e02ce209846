import { isNativeError } from "node:util/types";

/** Whether a value is an error, of whichever realm. */
export function isError(value: unknown): value is Error {
  return value instanceof Error || isNativeError(value);
}

/** What a tool threw, for a model to read. */
export function thrownText(thrown: unknown): string {
  if (isError(thrown)) return thrown.message || thrown.name;
  return typeof thrown === "object" && thrown !== null ? jsonText(thrown) : String(thrown);
}

/**
 * What a tool returned, for a model to read: text as it is, nothing for null and undefined, JSON for the rest. The body
 * of a Response is read, and what comes one by one is collected. Throws for what is not JSON.
 */
export async function returnedText(value: unknown): Promise<string> {
  if (typeof value === "string") return value;
  if (value === undefined || value === null) return "";
  if (typeof value !== "object") return typeof value === "function" ? named(value) : String(value);
  if (value instanceof Response || value instanceof Blob) return value.text();
  if (!comesOneByOne(value)) return jsonText(value);
  const items = await collected(value);
  const areBytes = items.length > 0 && items.every((item) => item instanceof Uint8Array);
  return areBytes ? Buffer.concat(items).toString() : jsonText(items);
}

function named(callable: { readonly name?: string }): string {
  return `[function ${callable.name ?? ""}]`.replace(" ]", "]");
}

/** A generator, another iterator, or a stream: what has no items of its own. */
function comesOneByOne(value: object): value is AsyncIterable<unknown> | Iterable<unknown> {
  if (Symbol.asyncIterator in value) return true;
  return Symbol.iterator in value && "next" in value;
}

const MOST_ITEMS = 10_000;

async function collected(values: AsyncIterable<unknown> | Iterable<unknown>): Promise<unknown[]> {
  const items: unknown[] = [];
  for await (const item of values) {
    if (items.push(item) > MOST_ITEMS)
      throw new Error(`It gave more than ${MOST_ITEMS} items, one after the other.`);
  }
  return items;
}

function jsonText(value: object): string {
  return JSON.stringify(value, (_key, member: unknown) => inJson(member)) ?? "";
}

/** What JSON would write as `{}`, or not at all. */
function inJson(value: unknown): unknown {
  if (typeof value === "bigint") return String(value);
  if (isError(value)) return `${value.name}: ${value.message}`;
  if (value instanceof RegExp) return String(value);
  if (value instanceof Set) return [...value];
  if (ArrayBuffer.isView(value) && Symbol.iterator in value)
    return [...(value as unknown as Iterable<unknown>)];
  if (value instanceof Map) {
    const pairs = [...value];
    return pairs.every(([key]) => typeof key === "string") ? Object.fromEntries(pairs) : pairs;
  }
  const isTable =
    value instanceof Headers || value instanceof URLSearchParams || value instanceof FormData;
  return isTable ? Object.fromEntries(value) : value;
}
