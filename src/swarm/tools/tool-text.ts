import { Nesting } from "../../json/depth.ts";
import { isNativeError } from "node:util/types";

/** Whether a value is an error, of whichever realm. */
export function isError(value: unknown): value is Error {
  return value instanceof Error || isNativeError(value);
}

/** What a tool threw, for a model to read. */
export function thrownText(thrown: unknown): string {
  if (isError(thrown)) return thrown.message || thrown.name;
  if (typeof thrown !== "object" || thrown === null) return String(thrown);
  try {
    return jsonText(thrown);
  } catch {
    return tagOf(thrown);
  }
}

/**
 * What a tool returned, for a model to read: text as it is, nothing for null and undefined, JSON for the rest. The body
 * of a Response is read, and what comes one by one is collected. Throws for what is not JSON.
 */
export async function returnedText(value: unknown): Promise<string> {
  if (typeof value === "string") return value;
  if (value === undefined || value === null) return "";
  if (typeof value === "function") return `[function ${value.name}]`;
  if (typeof value !== "object") return String(value);
  if (isBody(value)) return value.text();
  if (!comesOneByOne(value)) return jsonText(value);
  const items = await collected(value);
  const areBytes = items.length > 0 && items.every((item) => item instanceof Uint8Array);
  return areBytes ? Buffer.concat(items).toString() : jsonText(items);
}

/** The name of its class. To name those of `fetch` themselves would load all of it. */
function tagOf(value: object): string {
  return Object.prototype.toString.call(value).slice("[object ".length, -1);
}

function isBody(value: object): value is { text(): Promise<string> } {
  return ["Response", "Blob", "File"].includes(tagOf(value));
}

/** A generator, another iterator, or a stream: what has no items of its own. */
function comesOneByOne(value: object): value is AsyncIterable<unknown> | Iterable<unknown> {
  return Symbol.asyncIterator in value || (Symbol.iterator in value && "next" in value);
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
  const nesting = new Nesting();
  const read = function (this: unknown, _key: string, member: unknown): unknown {
    const written = inJson(member);
    // That an object holds itself is said by JSON.stringify, and where.
    if (typeof written === "object" && written !== null) nesting.isCircular(this, written);
    return written;
  };
  return JSON.stringify(value, read) ?? "";
}

/** What JSON would write as `{}`, or not at all. */
function inJson(value: unknown): unknown {
  if (typeof value === "bigint") return String(value);
  if (typeof value !== "object" || value === null) return value;
  if (isError(value)) return `${value.name}: ${value.message}`;
  switch (tagOf(value)) {
    case "RegExp":
      return String(value);
    case "Set":
      return [...(value as Set<unknown>)];
    case "Map":
    case "Headers":
    case "URLSearchParams":
    case "FormData": {
      const pairs = [...(value as Iterable<readonly [unknown, unknown]>)];
      return pairs.every(([key]) => typeof key === "string") ? Object.fromEntries(pairs) : pairs;
    }
    default:
      return ArrayBuffer.isView(value) && Symbol.iterator in value
        ? [...(value as unknown as Iterable<unknown>)]
        : value;
  }
}
