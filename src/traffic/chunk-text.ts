import { parseIfJson } from "../json/parse-if-json.ts";
import { decodeUtf8 } from "./http.ts";

/**
 * How one chunk of a stream stands on a tape: a list of the data of the server-sent events that it holds, where writing
 * them out again gives the same bytes; otherwise its text, or its bytes where it ends in the middle of a character.
 */
export type ChunkText = readonly unknown[] | string | { readonly base64: string };

const DONE = "[DONE]";

/** The chunk as it is written. */
export function encodeChunk(bytes: Uint8Array): ChunkText {
  const text = decodeUtf8(bytes);
  if (text === undefined) return { base64: Buffer.from(bytes).toString("base64") };
  return events(text) ?? text;
}

/** The bytes of a chunk as it was written. */
export function decodeChunk(chunk: ChunkText): Uint8Array {
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
