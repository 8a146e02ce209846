import { setImmediate } from "node:timers/promises";
import { brotliCompressSync, deflateSync, gzipSync, zstdCompressSync } from "node:zlib";
import type { Call, Routes } from "./call.ts";

const JSON_TYPE = { "Content-Type": "application/json; charset=utf-8" };
const SAYING = '{"say":"Grüße, und noch einmal: Grüße"}';

/** Pieces that begin and end where the network could cut them: in a line, and in a character. */
function cut(text: string, ...at: number[]): Buffer[] {
  const whole = Buffer.from(text);
  const ends = [...at, whole.length];
  return ends.map((end, index) => whole.subarray(ends[index - 1] ?? 0, end));
}

const EVENTS = cut(
  'event: greeting\nid: 1\ndata: {"say":"Grüße"}\n\nid: 2\ndata: {"say":"!"}\n\n: comment\n\ndata: [DONE]\n\n',
  17,
  41,
  42,
  60,
);
const LINES = cut('{"say":"Grüße"}\n{"say":"und"}\n{"say":"Küsse"}\n', 11, 12, 30);

async function stream(response: Call["response"], pieces: readonly Buffer[]): Promise<void> {
  for (const piece of pieces) {
    response.write(piece);
    await setImmediate();
  }
  response.end();
}

function packed(encoding: string, pack: (text: string) => Buffer): Routes[string] {
  return ({ response }) => {
    const body = pack(SAYING);
    response.writeHead(200, { ...JSON_TYPE, "Content-Encoding": encoding }).end(body);
  };
}

/** Replies in every form in which a body can come. `gzip`, `br`, `deflate` and `zstd` do not look at what was asked for. */
export const bodies: Routes = {
  /** What was sent. */
  echo: ({ request, response, body }) => {
    const { method, url, headers } = request;
    const type = headers["content-type"]?.split("; boundary")[0];
    response.writeHead(200, JSON_TYPE);
    response.end(JSON.stringify({ method, url, type, length: body.length }));
  },
  json: ({ response }) => {
    response.writeHead(200, { ...JSON_TYPE, "X-Request-Id": "req_1" });
    response.end(`${JSON.stringify({ b: [1, 2.5, null], a: "Grüße" }, null, 2)}\n`);
  },
  text: ({ response }) => {
    const body = "Grüße\n";
    const length = Buffer.byteLength(body);
    response.writeHead(200, {
      "Content-Type": "text/plain; charset=utf-8",
      "Content-Length": length,
    });
    response.end(body);
  },
  latin1: ({ response }) => {
    response.writeHead(200, { "Content-Type": "text/plain; charset=iso-8859-1" });
    response.end(Buffer.from("Grüße", "latin1"));
  },
  /** With a mark before its first byte. */
  marked: ({ response }) => {
    response.writeHead(200, { "Content-Type": "application/json" }).end('\uFEFF{"a":1}');
  },
  /** As long as it lasts, and in an old version. */
  old: ({ request }) => {
    request.socket.end("HTTP/1.0 200 Fine\r\nContent-Type: text/plain\r\n\r\nuntil the end");
  },
  bytes: ({ response }) => {
    response.writeHead(200, {
      "Content-Type": "application/octet-stream",
      "Content-Disposition": 'attachment; filename="all.bin"',
    });
    response.end(Buffer.from(Array.from({ length: 256 }, (_, index) => index)));
  },
  big: async ({ response }) => {
    response.writeHead(200, { "Content-Type": "application/octet-stream" });
    const piece = Buffer.from(Array.from({ length: 2 ** 16 }, (_, index) => (index * 7) % 251));
    await stream(response, new Array<Buffer>(80).fill(piece));
  },
  gzip: packed("gzip", gzipSync),
  br: packed("br", brotliCompressSync),
  deflate: packed("deflate", deflateSync),
  zstd: packed("zstd", zstdCompressSync),
  /** Packed if the client can take it. */
  negotiated: ({ request, response }) => {
    const accepted = String(request.headers["accept-encoding"] ?? "");
    const encoding = (["br", "gzip", "deflate"] as const).find((name) => accepted.includes(name));
    const pack = { br: brotliCompressSync, gzip: gzipSync, deflate: deflateSync };
    response.writeHead(200, {
      ...JSON_TYPE,
      Vary: "Accept-Encoding",
      ...(encoding === undefined ? {} : { "Content-Encoding": encoding }),
    });
    response.end(encoding === undefined ? SAYING : pack[encoding](SAYING));
  },
  events: async ({ response }) => {
    response.writeHead(200, { "Content-Type": "text/event-stream" });
    await stream(response, EVENTS);
  },
  "packed-events": async ({ response }) => {
    const packed = gzipSync(Buffer.concat(EVENTS));
    response.writeHead(200, { "Content-Type": "text/event-stream", "Content-Encoding": "gzip" });
    await stream(response, [packed.subarray(0, 33), packed.subarray(33, 34), packed.subarray(34)]);
  },
  lines: async ({ response }) => {
    response.writeHead(200, { "Content-Type": "application/x-ndjson" });
    await stream(response, LINES);
  },
  trailers: ({ response }) => {
    response.writeHead(200, { "Content-Type": "text/plain", Trailer: "X-Checksum" });
    response.write("the body");
    response.addTrailers({ "X-Checksum": "abc123" });
    response.end();
  },
  nothing: ({ response }) => {
    response.writeHead(204, { "X-Request-Id": "req_2" }).end();
  },
  /** To one who has it already. */
  unchanged: ({ request, response }) => {
    const isKnown = request.headers["if-none-match"] === '"v1"';
    response.writeHead(isKnown ? 304 : 200, { ETag: '"v1"', "Content-Type": "text/plain" });
    response.end(isKnown ? undefined : "version 1");
  },
  range: ({ request, response }) => {
    const [, from, to] = /bytes=(\d+)-(\d+)/.exec(request.headers.range ?? "") ?? [];
    const whole = "0123456789";
    if (from === undefined || to === undefined) {
      response.writeHead(200, { "Accept-Ranges": "bytes", "Content-Length": 10 }).end(whole);
      return;
    }
    response.writeHead(206, { "Content-Range": `bytes ${from}-${to}/10` });
    response.end(whole.slice(Number(from), Number(to) + 1));
  },
};
