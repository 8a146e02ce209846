import type { IncomingMessage } from "node:http";
import type { Readable, Transform } from "node:stream";
import type { HeaderFields } from "./http.ts";

/**
 * Undoes the compression of a reply. Nobody asked for any, but some servers compress all the same, and what is
 * compressed can neither be read on a tape nor be searched for secrets.
 */
export function decompress(incoming: IncomingMessage): {
  readonly headers: HeaderFields;
  readonly content: Readable;
} {
  // Node has joined fields that come several times, except for cookies, and leaves out fields without a value.
  const headers = incoming.headers as HeaderFields;
  const decoder = decoderOf(incoming);
  if (decoder === undefined) return { headers, content: incoming };
  const { "content-encoding": _encoding, "content-length": _length, ...rest } = headers;
  const { pipeline } = process.getBuiltinModule("node:stream");
  // Whoever reads the content gets the error.
  return { headers: rest, content: pipeline(incoming, decoder, () => undefined) };
}

/** For the encodings that `fetch` asks for; any other is left as it is. */
function decoderOf({ headers }: IncomingMessage): Transform | undefined {
  const encoding = headers["content-encoding"]?.toLowerCase();
  if (encoding === undefined) return undefined;
  const zlib = process.getBuiltinModule("node:zlib");
  // An empty body, such as the answer to HEAD, is not broken compression. `fetch` is as lenient.
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

/** When this many chunks wait to be read, the sender has to wait. */
const MAX_WAITING = 16;

/**
 * The chunks of a stream, as its own iterator gives them, at a fraction of the cost: most replies are a single chunk.
 * Throws what `asFailure` makes of the stream's error. Stopping before the end destroys the stream.
 */
export async function* readChunks(
  stream: Readable,
  asFailure: (error: NodeJS.ErrnoException) => unknown,
): AsyncGenerator<Uint8Array> {
  let waiting: Uint8Array[] = [];
  let ended = false;
  let failed: { readonly error: Error } | undefined;
  let onChange = (): void => undefined;
  const fail = (error: Error): void => {
    failed ??= { error };
    onChange();
  };
  const close = (): void => {
    if (!ended) fail(new Error("The connection was closed before the reply had ended"));
  };
  // It may have broken before anyone read it.
  if (stream.errored !== null) fail(stream.errored);
  else if (stream.closed) close();
  stream.on("data", (chunk: Uint8Array) => {
    if (waiting.push(chunk) === MAX_WAITING) stream.pause();
    onChange();
  });
  stream.on("end", () => {
    ended = true;
    onChange();
  });
  stream.on("error", fail);
  stream.on("close", close);
  try {
    for (;;) {
      while (waiting.length > 0) {
        const chunks = waiting;
        waiting = [];
        yield* chunks;
      }
      if (failed !== undefined) throw asFailure(failed.error);
      if (ended) return;
      const changed = new Promise<void>((resolve) => (onChange = resolve));
      if (stream.isPaused()) stream.resume();
      await changed;
    }
  } finally {
    if (!ended) stream.destroy();
  }
}
