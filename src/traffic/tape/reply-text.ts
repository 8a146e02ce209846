import { parseIfJson } from "../../json/value.ts";
import {
  decodeUtf8,
  type Failure,
  type HeaderFields,
  type Information,
  type JsonLayout,
  type Reply,
  type ReplyBody,
} from "../http/http.ts";

/** A reply as JSON on a tape. */
interface WrittenReply {
  readonly informational?: readonly Information[] | undefined;
  readonly status: number;
  readonly ms: number;
  readonly at: number;
  readonly begun_at?: number | undefined;
  readonly sent?: Reply["sent"];
  readonly status_text?: string | undefined;
  readonly http_version?: string | undefined;
  readonly headers: HeaderFields;
  readonly redirected_to?: string | undefined;
  readonly json?: unknown;
  readonly layout?: JsonLayout | undefined;
  readonly text?: string;
  readonly base64?: string;
  readonly packed?: boolean | undefined;
  readonly chunks?: readonly ChunkText[];
  readonly gaps?: readonly number[] | undefined;
  readonly trailers?: HeaderFields | undefined;
  readonly failure?: Failure | undefined;
}

export function writeReply(number: number, reply: Reply): string {
  const { informational, status, statusText, httpVersion, ms, at, headers } = reply;
  const written: WrittenReply = {
    informational,
    status,
    status_text: statusText,
    http_version: httpVersion,
    ms,
    at,
    begun_at: reply.begunAt,
    sent: reply.sent,
    headers,
    redirected_to: reply.redirectedTo,
    ...writtenBody(reply.body),
    trailers: reply.trailers,
    failure: reply.failure,
  };
  return JSON.stringify({ reply: number, ...written });
}

export function readReply(line: string): Reply {
  const written = JSON.parse(line) as WrittenReply;
  const { informational, status, ms, at, headers, trailers, failure } = written;
  return {
    informational,
    status,
    statusText: written.status_text,
    httpVersion: written.http_version,
    ms,
    at,
    begunAt: written.begun_at,
    sent: written.sent,
    headers,
    redirectedTo: written.redirected_to,
    body: readBody(written),
    trailers,
    failure,
  };
}

function writtenBody(
  body: ReplyBody,
): Pick<WrittenReply, "json" | "layout" | "text" | "base64" | "packed" | "chunks" | "gaps"> {
  switch (body.kind) {
    case "json":
      return { json: body.value, layout: body.layout };
    case "text":
      return { text: body.text };
    case "base64":
      return { base64: body.base64, packed: body.isPacked };
    case "chunks":
      return { chunks: body.chunks.map(encodeChunk), gaps: body.gaps };
  }
}

function readBody({
  json,
  layout,
  text,
  base64,
  packed,
  chunks,
  gaps,
}: Partial<WrittenReply>): ReplyBody {
  if (chunks !== undefined) return { kind: "chunks", chunks: chunks.map(decodeChunk), gaps };
  if (base64 !== undefined) return { kind: "base64", base64, isPacked: packed };
  if (text !== undefined) return { kind: "text", text };
  return { kind: "json", value: json, layout };
}

/**
 * One chunk of a stream on a tape: the list of the data of its server-sent events, if writing these again gives the
 * same bytes; else its text, or its bytes if it ends in the middle of a character.
 */
type ChunkText = readonly unknown[] | string | { readonly base64: string };

const DONE = "[DONE]";

function encodeChunk(bytes: Uint8Array): ChunkText {
  const text = decodeUtf8(bytes);
  if (text === undefined) return { base64: Buffer.from(bytes).toString("base64") };
  return events(text) ?? text;
}

function decodeChunk(chunk: ChunkText): Uint8Array {
  if (typeof chunk === "string") return Buffer.from(chunk);
  if (Array.isArray(chunk)) return Buffer.from(eventText(chunk));
  return Buffer.from((chunk as { base64: string }).base64, "base64");
}

function events(text: string): unknown[] | undefined {
  if (!text.startsWith("data: ") || !text.endsWith("\n\n")) return undefined;
  const data: unknown[] = [];
  for (const event of text.slice(0, -2).split("\n\n")) {
    const value = event === `data: ${DONE}` ? DONE : jsonObject(event.slice("data: ".length));
    if (value === undefined) return undefined;
    data.push(value);
  }
  return eventText(data) === text ? data : undefined;
}

function eventText(data: readonly unknown[]): string {
  return data.map((value) => `data: ${value === DONE ? DONE : JSON.stringify(value)}\n\n`).join("");
}

function jsonObject(text: string): object | undefined {
  const value = parseIfJson(text);
  return typeof value === "object" && value !== null ? value : undefined;
}
