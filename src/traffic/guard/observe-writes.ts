type Write = (...args: unknown[]) => unknown;

/** A stream that a client writes the body of a request to. */
interface Written {
  readonly destroyed: boolean;
  write: unknown;
  end: unknown;
}

/** Takes in what is written to a stream, and calls `onEnd` when that is all, whatever else is done with it. */
export function observeWrites(
  stream: Written,
  onPiece: (bytes: Uint8Array) => void,
  onEnd: () => void,
): void {
  const write = (stream.write as Write).bind(stream);
  const end = (stream.end as Write).bind(stream);
  let hasEnded = false;
  const take = ([chunk, encoding]: unknown[]): void => {
    if (hasEnded) return;
    if (chunk instanceof Uint8Array) onPiece(chunk);
    else if (typeof chunk === "string") onPiece(bytesOf(chunk, encoding));
  };
  stream.write = (...args: unknown[]) => {
    take(args);
    return write(...args);
  };
  stream.end = (...args: unknown[]) => {
    take(args);
    const isFirst = !hasEnded && !stream.destroyed;
    hasEnded = true;
    const returned = end(...args);
    if (isFirst) onEnd();
    return returned;
  };
}

function bytesOf(text: string, encoding: unknown): Buffer {
  return Buffer.from(text, typeof encoding === "string" ? (encoding as BufferEncoding) : "utf8");
}
