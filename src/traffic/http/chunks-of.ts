import type { Readable } from "node:stream";

/** So many chunks may wait to be read before whoever sends them is made to wait. */
const MOST_WAITING = 16;

/**
 * The chunks of a stream, as its own iterator gives them, at a fraction of the price: most replies are a single chunk.
 * Throws what `failureOf` makes of the stream's error. Ending this before the stream has ended ends the stream.
 */
export async function* chunksOf(
  stream: Readable,
  failureOf: (error: NodeJS.ErrnoException) => unknown,
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
  // It may have broken before anyone read of it.
  if (stream.errored !== null) fail(stream.errored);
  else if (stream.closed) close();
  stream.on("data", (chunk: Uint8Array) => {
    if (waiting.push(chunk) === MOST_WAITING) stream.pause();
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
      if (failed !== undefined) throw failureOf(failed.error);
      if (ended) return;
      const changed = new Promise<void>((resolve) => (onChange = resolve));
      if (stream.isPaused()) stream.resume();
      await changed;
    }
  } finally {
    if (!ended) stream.destroy();
  }
}
