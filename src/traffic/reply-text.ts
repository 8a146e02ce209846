import { decodeChunk, encodeChunk } from "./chunk-text.ts";
import type { ChunkText } from "./chunk-text.ts";
import type { Failure, JsonLayout, Reply, ReplyBody } from "./http.ts";

/** A reply as it stands on a tape. */
interface WrittenReply {
  readonly status: number;
  readonly ms: number;
  readonly at: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly redirected_to?: string | undefined;
  readonly json?: unknown;
  readonly layout?: JsonLayout | undefined;
  readonly text?: string;
  readonly base64?: string;
  readonly chunks?: readonly ChunkText[];
  readonly gaps?: readonly number[] | undefined;
  readonly failure?: Failure | undefined;
}

/** The reply as JSON text. */
export function writeReply(
  number: number,
  { status, ms, at, headers, redirectedTo, body, failure }: Reply,
): string {
  const written: WrittenReply = {
    status,
    ms,
    at,
    headers,
    redirected_to: redirectedTo,
    ...writtenBody(body),
    failure,
  };
  return JSON.stringify({ reply: number, ...written });
}

/** The reply that a line holds. */
export function readReply(line: string): Reply {
  const { failure, redirected_to: redirectedTo, ...reply } = JSON.parse(line) as WrittenReply;
  const { status, ms, at, headers, ...body } = reply;
  return { status, ms, at, headers, redirectedTo, failure, body: readBody(body) };
}

function writtenBody(
  body: ReplyBody,
): Pick<WrittenReply, "json" | "layout" | "text" | "base64" | "chunks" | "gaps"> {
  switch (body.kind) {
    case "json":
      return { json: body.value, layout: body.layout };
    case "text":
      return { text: body.text };
    case "base64":
      return { base64: body.base64 };
    case "chunks":
      return { chunks: body.chunks.map(encodeChunk), gaps: body.gaps };
  }
}

function readBody({ json, layout, text, base64, chunks, gaps }: Partial<WrittenReply>): ReplyBody {
  if (chunks !== undefined) return { kind: "chunks", chunks: chunks.map(decodeChunk), gaps };
  if (base64 !== undefined) return { kind: "base64", base64 };
  if (text !== undefined) return { kind: "text", text };
  return { kind: "json", value: json, layout };
}
