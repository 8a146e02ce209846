import type { IncomingMessage } from "node:http";
import type { Readable, Transform } from "node:stream";
import type { HeaderFields } from "./http.ts";

/**
 * A reply as if its server had not compressed it. Nobody asked for that here, some servers do it all the same, and what
 * is compressed can be neither read on a tape nor searched for secrets.
 */
export function decoded(incoming: IncomingMessage): {
  readonly headers: HeaderFields;
  readonly content: Readable;
} {
  // Node has joined what comes several times already, save for cookies, and lists no field without a value.
  const headers = incoming.headers as HeaderFields;
  const decoder = decoderOf(incoming);
  if (decoder === undefined) return { headers, content: incoming };
  const { "content-encoding": _encoding, "content-length": _length, ...rest } = headers;
  const { pipeline } = process.getBuiltinModule("node:stream");
  // Whoever reads the content is told of what breaks.
  return { headers: rest, content: pipeline(incoming, decoder, () => undefined) };
}

/** For the encodings that `fetch` asks for; any other stays as it is. */
function decoderOf({ headers }: IncomingMessage): Transform | undefined {
  const encoding = headers["content-encoding"]?.toLowerCase();
  if (encoding === undefined) return undefined;
  const zlib = process.getBuiltinModule("node:zlib");
  // Nothing at all, as HEAD is answered, is no broken compression. `fetch` is as lenient.
  const { Z_SYNC_FLUSH: finishFlush, BROTLI_OPERATION_FLUSH } = zlib.constants;
  switch (encoding) {
    case "gzip":
    case "x-gzip":
      return zlib.createGunzip({ finishFlush });
    case "deflate":
      return zlib.createInflate({ finishFlush });
    case "br":
      return zlib.createBrotliDecompress({ finishFlush: BROTLI_OPERATION_FLUSH });
    default:
      return undefined;
  }
}
