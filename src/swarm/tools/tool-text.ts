import { Nesting } from "../../json/depth.ts";
import { isError, jsonForm, tagOf } from "../../json/json-form.ts";

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
    const written = jsonForm(member);
    // That an object holds itself is said by JSON.stringify, and where.
    if (typeof written === "object" && written !== null) nesting.isCircular(this, written);
    return written;
  };
  return JSON.stringify(value, read) ?? "";
}
