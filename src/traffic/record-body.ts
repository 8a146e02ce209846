import { ConnectionError, decodeUtf8 } from "./http.ts";
import type { IncomingReply, Reply, ReplyBody } from "./http.ts";

/** The response headers that a client acts on. All others may hold secrets, and none of them is looked at. */
const KEPT_HEADERS = /^(?:content-type|retry-after|retry-after-ms|x-should-retry|x-ratelimit-.+)$/;

/** The headers that a tape keeps. */
export function keptHeaders(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => KEPT_HEADERS.test(name)));
}

/**
 * Passes a reply on as it comes, and hands the whole of it to `record` when it has ended or broken off.
 * `since` is when the request was made, `now` the clock, both in milliseconds.
 */
export function recordingReply(
  incoming: IncomingReply,
  record: (reply: Reply) => void,
  { since, now, keepGaps }: { since: number; now: () => number; keepGaps: boolean },
): IncomingReply {
  const { status } = incoming;
  const headers = keptHeaders(incoming.headers);
  return { ...incoming, body: recordingBody() };

  async function* recordingBody(): AsyncGenerator<Uint8Array> {
    const chunks: Uint8Array[] = [];
    const gaps: number[] = [];
    let failure: string | undefined;
    let last = since;
    try {
      for await (const chunk of incoming.body) {
        chunks.push(chunk);
        gaps.push(Math.round(now() - last));
        last = now();
        yield chunk;
      }
    } catch (error) {
      failure = error instanceof ConnectionError ? error.code : "ECONNRESET";
      throw error;
    } finally {
      // Also reached when the reader stops early: the openai SDK does, right after [DONE].
      const body = replyBody(
        chunks,
        headers["content-type"] ?? "",
        failure === undefined,
        keepGaps ? gaps : undefined,
      );
      record({ status, headers, body, failure, ms: Math.round(now() - since) });
    }
  }
}

function replyBody(
  chunks: readonly Uint8Array[],
  contentType: string,
  whole: boolean,
  gaps: number[] | undefined,
): ReplyBody {
  if (/event-stream|ndjson|jsonl/i.test(contentType) || !whole)
    return { kind: "chunks", chunks, gaps };
  const bytes = Buffer.concat(chunks);
  const text = decodeUtf8(bytes);
  if (text === undefined) return { kind: "base64", base64: bytes.toString("base64") };
  if (/json/i.test(contentType)) {
    try {
      return { kind: "json", value: JSON.parse(text) };
    } catch {
      // A provider that calls something else JSON is recorded as it spoke.
    }
  }
  return { kind: "text", text };
}
