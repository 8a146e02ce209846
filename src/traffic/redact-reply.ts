import { encodeChunk } from "./chunk-text.ts";
import { decodeUtf8 } from "./http.ts";
import type { Reply, ReplyBody } from "./http.ts";

type Redact = (text: string) => string;

/** The reply as it may be written: with every secret taken out, also one that a stream spells out piece by piece. */
export function redactReply(reply: Reply, redact: Redact): Reply {
  return { ...reply, body: redactBody(reply.body, redact) };
}

function redactBody(body: ReplyBody, redact: Redact): ReplyBody {
  switch (body.kind) {
    case "json":
      return { kind: "json", value: JSON.parse(redact(JSON.stringify(body.value))) };
    case "text":
      return { kind: "text", text: redact(body.text) };
    case "base64":
      return body;
    case "chunks":
      return { ...body, chunks: redactChunks(body.chunks, redact) };
  }
}

function redactChunks(chunks: readonly Uint8Array[], redact: Redact): readonly Uint8Array[] {
  const whole = decodeUtf8(Buffer.concat(chunks));
  if (whole === undefined) return chunks;
  const spelled = redactSpelledOut(whole, redact);
  if (spelled !== undefined) return spelled;
  const redacted = redact(whole);
  if (redacted === whole) return chunks;
  const each = chunks.map((chunk) => Buffer.from(redact(decodeUtf8(chunk) ?? "\0")));
  // A secret that lies across two chunks costs the stream its boundaries, not the secret its cover.
  return Buffer.concat(each).toString() === redacted ? each : [Buffer.from(redacted)];
}

/** Streams whose events spell a secret out, a token each: it is moved whole, redacted, into the first of them. */
function redactSpelledOut(text: string, redact: Redact): Uint8Array[] | undefined {
  const events = encodeChunk(Buffer.from(text));
  if (!Array.isArray(events)) return undefined;
  const pieces = new Map<string, { holder: Record<string, unknown>; key: string }[]>();
  for (const event of events) collectTexts(event, "", pieces);
  let changed = false;
  for (const places of pieces.values()) {
    const spelled = places.map(({ holder, key }) => holder[key] as string);
    const whole = redact(spelled.join(""));
    if (places.length < 2 || whole === spelled.map(redact).join("")) continue;
    changed = true;
    places.forEach(({ holder, key }, index) => {
      holder[key] = index === 0 ? whole : "";
    });
  }
  if (!changed) return undefined;
  return events.map((event) =>
    Buffer.from(`data: ${typeof event === "string" ? event : redact(JSON.stringify(event))}\n\n`),
  );
}

/** The texts of an event by their place; elements of a list that carry an index have their place by that. */
function collectTexts(
  value: unknown,
  path: string,
  pieces: Map<string, { holder: Record<string, unknown>; key: string }[]>,
): void {
  if (typeof value !== "object" || value === null) return;
  const holder = value as Record<string, unknown>;
  for (const key of Object.keys(holder)) {
    const inner = holder[key];
    const index = Array.isArray(value) ? (inner as { index?: unknown } | null)?.index : undefined;
    const place = `${path}/${typeof index === "number" ? index : key}`;
    if (typeof inner === "string") {
      const known = pieces.get(place);
      if (known === undefined) pieces.set(place, [{ holder, key }]);
      else known.push({ holder, key });
    } else {
      collectTexts(inner, place, pieces);
    }
  }
}
