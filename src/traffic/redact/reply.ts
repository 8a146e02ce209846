import { parseIfJson } from "../../json/value.ts";
import { commonEnds } from "../../text/common-ends.ts";
import { decodeUtf8, type HeaderFields, type Reply, type ReplyBody } from "../http/http.ts";
import { placeholder, placeholdersOf } from "../secrets/placeholder.ts";
import { redactBase64 } from "./redact.ts";

type Redact = (text: string) => string;

/** The reply without its secrets, including those that a stream spells out piece by piece. */
export function redactReply(reply: Reply, redact: Redact): Reply {
  const { informational, statusText, headers, trailers, redirectedTo, failure, body } = reply;
  return {
    ...reply,
    informational: informational?.map((early) => ({
      ...early,
      headers: redactFields(early.headers, redact),
    })),
    statusText: statusText && redact(statusText),
    headers: redactFields(headers, redact),
    trailers: trailers && redactFields(trailers, redact),
    redirectedTo: redirectedTo && redact(redirectedTo),
    body: redactBody(body, redact),
    failure: failure && { ...failure, message: redact(failure.message) },
  };
}

/** By their values, and by their names: what is stored along with a file may be named as a secret. */
function redactFields(fields: HeaderFields, redact: Redact): HeaderFields {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => {
      if (/^set-cookie$/i.test(name))
        return [name, [value].flat().map((one) => cookie(one, redact))];
      const key = HARMLESS.test(name) ? "" : name;
      const text = JSON.stringify({ [key]: value });
      const redacted = redact(text);
      return [name, redacted === text ? value : Object.values(JSON.parse(redacted) as object)[0]];
    }),
  );
}

/** A cookie without its value, which its reader sends on under this name. */
function cookie(text: string, redact: Redact): string {
  const [, name, value = ""] = /^([^=;]*=)([^;]*)/.exec(text) ?? [];
  if (name === undefined) return redact(text);
  // Wherever else it comes in the trial, it is taken out as well.
  const [taken] = placeholdersOf(redact(JSON.stringify({ session_token: value })));
  return `${name}${placeholder(taken?.number ?? 1)}${redact(text.slice(name.length + value.length))}`;
}

/** Named like a secret, which it is not: it says who locks a file of WebDAV. */
const HARMLESS = /^lock-token$/i;

function redactBody(body: ReplyBody, redact: Redact): ReplyBody {
  switch (body.kind) {
    case "json": {
      const text = JSON.stringify(body.value);
      const redacted = redact(text);
      return redacted === text ? body : { ...body, value: JSON.parse(redacted) };
    }
    case "text":
      return { kind: "text", text: redact(body.text) };
    case "base64":
      return { ...body, base64: redactBase64(body.base64, redact) };
    case "chunks":
      return redactChunks(body, redact);
  }
}

type Chunks = Extract<ReplyBody, { kind: "chunks" }>;

function redactChunks(body: Chunks, redact: Redact): Chunks {
  const whole = Buffer.concat(body.chunks);
  const encoding = decodeUtf8(whole) === undefined ? "latin1" : "utf8";
  const text = whole.toString(encoding);
  const redacted = redact(redactSpelledOut(text, redact));
  return redacted === text ? body : regroup(body, redacted, encoding);
}

/**
 * The redacted text in the pieces of the stream, which now end at line ends: a secret may have been spread over two of
 * them. A piece takes over the time of the text that moves to it.
 */
function regroup({ chunks, gaps }: Chunks, text: string, encoding: BufferEncoding): Chunks {
  const lines = text.split(/(?<=\n)/);
  const pieces: { chunk: Buffer; gap: number }[] = [];
  let taken = 0;
  let ended = 0;
  let gap = 0;
  for (const [index, chunk] of chunks.entries()) {
    for (const byte of chunk) if (byte === 10) ended++;
    const until = index === chunks.length - 1 ? lines.length : ended;
    gap += gaps?.[index] ?? 0;
    if (until <= taken) continue;
    pieces.push({ chunk: Buffer.from(lines.slice(taken, until).join(""), encoding), gap });
    taken = until;
    gap = 0;
  }
  return {
    kind: "chunks",
    chunks: pieces.map((piece) => piece.chunk),
    gaps: gaps && pieces.map((piece) => piece.gap),
  };
}

/** A piece of a text that a stream spells out: the same place in event after event holds the next one. */
interface Piece {
  readonly holder: Record<string, unknown>;
  readonly key: string;
  readonly line: number;
}

/**
 * A stream of events (or lines of JSON) without the secrets that it spells out token by token: the event in which one
 * begins has it redacted. All other lines stay as they are.
 */
function redactSpelledOut(text: string, redact: Redact): string {
  const lines = text.split("\n");
  const events = new Map<number, { readonly before: string; readonly value: unknown }>();
  const places = new Map<string, Piece[]>();
  for (const [index, line] of lines.entries()) {
    const [, before = "", json = ""] = /^(data: ?|)(\{.*\})\r?$/.exec(line) ?? [];
    const value = parseIfJson(json);
    if (value === undefined) continue;
    events.set(index, { before, value });
    collectPieces(value, "", index, places);
  }
  const changed = new Set<number>();
  for (const pieces of places.values()) {
    for (const piece of redactPieces(pieces, redact)) changed.add(piece.line);
  }
  if (changed.size === 0) return text;
  return lines
    .map((line, index) => {
      const event = changed.has(index) ? events.get(index) : undefined;
      const end = line.endsWith("\r") ? "\r" : "";
      return event === undefined ? line : event.before + JSON.stringify(event.value) + end;
    })
    .join("\n");
}

/** Redacts the joined text of the pieces, and returns those that changed. */
function redactPieces(pieces: readonly Piece[], redact: Redact): readonly Piece[] {
  const texts = pieces.map(({ holder, key }) => holder[key] as string);
  // An id or a model's name, which each event repeats.
  if (texts.every((text) => text === texts[0])) return [];
  const joined = texts.join("");
  const whole = redact(joined);
  if (whole === texts.map(redact).join("")) return [];
  const { start, end } = commonEnds(joined, whole);
  const secret = {
    from: start,
    to: joined.length - end,
    substitute: whole.slice(start, whole.length - end),
  };
  let next = 0;
  return texts.flatMap((text, index) => {
    const from = next;
    next += text.length;
    const piece = pieces[index] as Piece;
    if (next <= secret.from || from >= secret.to) return [];
    const begins = from <= secret.from;
    piece.holder[piece.key] =
      (begins ? joined.slice(from, secret.from) + secret.substitute : "") +
      joined.slice(Math.min(secret.to, next), next);
    return [piece];
  });
}

/** Collects the texts of an event by their place. In a list, the place of an element with an `index` is that. */
function collectPieces(
  value: unknown,
  path: string,
  line: number,
  places: Map<string, Piece[]>,
): void {
  if (typeof value !== "object" || value === null) return;
  const holder = value as Record<string, unknown>;
  for (const key of Object.keys(holder)) {
    const inner = holder[key];
    const index = Array.isArray(value) ? (inner as { index?: unknown } | null)?.index : undefined;
    const place = `${path}/${typeof index === "number" ? index : key}`;
    if (typeof inner !== "string") {
      collectPieces(inner, place, line, places);
      continue;
    }
    const pieces = places.get(place);
    if (pieces === undefined) places.set(place, [{ holder, key, line }]);
    else pieces.push({ holder, key, line });
  }
}
