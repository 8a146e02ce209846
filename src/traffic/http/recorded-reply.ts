import { parseIfJson } from "../../json/value.ts";
import {
  ABORTED,
  ConnectionError,
  decodeUtf8,
  type Failure,
  type HeaderFields,
  type IncomingReply,
  type Reply,
  type ReplyBody,
} from "./http.ts";

/** The response headers that a client acts on. All others may hold secrets, so no tape keeps them. */
const KEPT_HEADERS = /^(?:content-type|retry-after|retry-after-ms|x-should-retry|x-ratelimit-.+)$/;

/** A redirection keeps its target as well: without it, it would not be an answer. */
function keptHeaders(headers: HeaderFields, status: number): Record<string, string> {
  const redirects = status >= 300 && status < 400;
  return Object.fromEntries(
    Object.entries(headers)
      .filter(([name]) => KEPT_HEADERS.test(name) || (redirects && name === "location"))
      .map(([name, value]) => [name, String(value)]),
  );
}

/** How a reply is recorded. */
export interface RecordingOptions {
  /** Milliseconds on the conversation's clock. */
  readonly now: () => number;
  /** When the request was made, on that clock. */
  readonly since: number;
  readonly keepGaps: boolean;
  /** The caller's: it may abort the request. */
  readonly signal: AbortSignal | null | undefined;
}

/**
 * The reply as it is forwarded to the caller, and a view of what the caller has read of it so far: nobody needs to read
 * a reply to its end, or at all.
 */
export function recordReply(
  incoming: IncomingReply,
  { now, since, keepGaps, signal }: RecordingOptions,
): { readonly forwarded: IncomingReply; readonly soFar: () => Reply } {
  const { status, redirectedTo } = incoming;
  const headers = keptHeaders(incoming.headers, status);
  const chunks: Uint8Array[] = [];
  const gaps: number[] = [];
  let failure: Failure | undefined;
  let latest = since;
  let end = now();

  async function* body(): AsyncGenerator<Uint8Array> {
    try {
      for await (const chunk of incoming.body) {
        chunks.push(chunk);
        gaps.push(Math.round(now() - latest));
        end = latest = now();
        yield chunk;
      }
    } catch (error) {
      failure = failureOf(error, signal);
      throw error;
    } finally {
      // Also reached if the reader stops early, as openai's SDK does right after [DONE].
      end = now();
    }
  }
  const soFar = (): Reply => ({
    status,
    headers,
    redirectedTo,
    body: replyBody(chunks, incoming.headers, failure === undefined, keepGaps ? gaps : undefined),
    failure,
    ms: Math.round(end - since),
    at: Math.round(end),
  });
  return { forwarded: { ...incoming, body: body() }, soFar };
}

/** Why there was no reply, or no more of it. */
export function failureOf(error: unknown, signal: AbortSignal | null | undefined): Failure {
  if (signal?.aborted === true) return { code: ABORTED, message: "The request was given up" };
  if (error instanceof ConnectionError) return { code: error.code, message: error.message };
  return { code: "ECONNRESET", message: error instanceof Error ? error.message : String(error) };
}

function replyBody(
  chunks: readonly Uint8Array[],
  headers: HeaderFields,
  whole: boolean,
  gaps: number[] | undefined,
): ReplyBody {
  const type = String(headers["content-type"] ?? "");
  if (!whole || isStream(type, headers, chunks)) return { kind: "chunks", chunks, gaps };
  const bytes = Buffer.concat(chunks);
  const text = decodeUtf8(bytes);
  if (text === undefined) return { kind: "base64", base64: bytes.toString("base64") };
  return (/json/i.test(type) ? jsonBody(text) : undefined) ?? { kind: "text", text };
}

/** Text that comes in several pieces, and does not say how long it is, is meant to be read piece by piece. */
function isStream(type: string, headers: HeaderFields, chunks: readonly Uint8Array[]): boolean {
  if (/event-stream|ndjson|jsonl/i.test(type)) return true;
  return chunks.length > 1 && /^text\//i.test(type) && headers["content-length"] === undefined;
}

/** JSON whose exact text can be written again from its value; undefined for any other text. */
function jsonBody(text: string): ReplyBody | undefined {
  const value = parseIfJson(text);
  if (value === undefined) return undefined;
  if (JSON.stringify(value) === text) return { kind: "json", value };
  const end = /\s*$/.exec(text)?.[0] ?? "";
  const indent = /^[[{]\n( *)/.exec(text)?.[1]?.length ?? 0;
  return JSON.stringify(value, null, indent) + end === text
    ? { kind: "json", value, layout: { indent, end } }
    : undefined;
}
