import { createHash } from "node:crypto";
import type { IncomingMessage } from "node:http";

/** The headers of replies that a tape keeps: none tells a secret, and code goes by them. */
const KEPT = new Set([
  "allow",
  "content-disposition",
  "content-language",
  "content-range",
  "content-type",
  "etag",
  "last-modified",
  "link",
  "location",
  "mcp-session-id",
  "operation-location",
  "retry-after",
  "x-request-id",
  "x-total-count",
]);

/** The kept ones among a reply's headers. */
export function kept(headers: object): Record<string, unknown> {
  const entries = Symbol.iterator in headers ? [...(headers as Headers)] : Object.entries(headers);
  return Object.fromEntries(
    entries.filter(([name]) => KEPT.has(name.toLowerCase())).sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

/** The kept ones among raw headers, in their order and spelling. */
export function keptRaw(raw: readonly (string | Buffer)[]): string[] {
  const flat = raw.map(String);
  return flat.filter((_, index) => KEPT.has((flat[index - (index % 2)] ?? "").toLowerCase()));
}

/** What the network decides anew each time, such as who comes first. A replay decides as the recording did. */
export interface Chance {
  readonly chance: unknown;
}

/** Reads a body to its end, as Latin-1. How the network cuts it is left to chance. */
export async function read(body: AsyncIterable<string | Uint8Array> | null): Promise<string> {
  let text = "";
  for await (const piece of body ?? []) text += Buffer.from(piece as Uint8Array).toString("latin1");
  return text;
}

/** A big body, in short. */
export function digest(bytes: Uint8Array | string): { length: number; sha: string } {
  return { length: bytes.length, sha: createHash("sha256").update(bytes).digest("hex") };
}

/** An error as code could tell it from others. */
export function failure(error: unknown): object {
  const { name, message, code, cause } = error as Error & { code?: unknown };
  return { name, message, code, ...(cause instanceof Error ? { cause: failure(cause) } : {}) };
}

/** What a response of `fetch` says of itself. */
export async function response(reply: Response): Promise<object> {
  const { status, statusText, ok, redirected, type, url, headers } = reply;
  return {
    status,
    statusText,
    ok,
    redirected,
    type,
    url,
    headers: kept(headers),
    body: Buffer.from(await reply.bytes()).toString("latin1"),
  };
}

/** What a message of `node:http` says of itself, and its body. */
export async function message(reply: IncomingMessage): Promise<object> {
  const { statusCode, statusMessage, httpVersion, headers, rawHeaders } = reply;
  const body = await read(reply);
  const { trailers, rawTrailers, complete } = reply;
  return {
    statusCode,
    statusMessage,
    httpVersion,
    headers: kept(headers),
    rawHeaders: keptRaw(rawHeaders),
    body,
    trailers,
    rawTrailers,
    complete,
  };
}
