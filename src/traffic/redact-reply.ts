import { decodeUtf8 } from "./http.ts";
import type { Reply, ReplyBody } from "./http.ts";
import { redactBase64 } from "./redact-base64.ts";
import { redactSpelledOut } from "./redact-spelled-out.ts";

type Redact = (text: string) => string;

/** The reply as it may be written: with every secret taken out, also one that a stream spells out piece by piece. */
export function redactReply(reply: Reply, redact: Redact): Reply {
  const { headers, redirectedTo, failure, body } = reply;
  return {
    ...reply,
    headers: Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name, redact(value)]),
    ),
    redirectedTo: redirectedTo && redact(redirectedTo),
    body: redactBody(body, redact),
    failure: failure && { code: failure.code, message: redact(failure.message) },
  };
}

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
      return { kind: "base64", base64: redactBase64(body.base64, redact) };
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
  return redacted === text ? body : regrouped(body, redacted, encoding);
}

/**
 * The redacted text in the pieces of the stream, which now end where a line does: a secret may have lain across two of
 * them. Its time falls to the piece that the text fell to.
 */
function regrouped({ chunks, gaps }: Chunks, text: string, encoding: BufferEncoding): Chunks {
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
