import { ConnectionError } from "./http.ts";

/** How many bytes are read of a reply, unpacked, unless the config says otherwise. */
export const MAX_BODY = 64 * 1024 ** 2;

/** The code of a reply that is larger. */
export const TOO_LARGE = "ERR_BODY_TOO_LARGE";

/** A reply is larger than its limit. What it has beyond that is not read. */
export class BodyTooLargeError extends ConnectionError {
  constructor(url: string, maxBody: number) {
    // A query may hold a key.
    const { origin, pathname } = new URL(url);
    super({
      code: TOO_LARGE,
      name: "BodyTooLargeError",
      message: `The reply of ${origin}${pathname} is larger than ${sizeText(maxBody)} and was not read to its end. If it has to be, raise maxBody in swarm-eval.config.ts.`,
    });
  }
}

function sizeText(bytes: number): string {
  const megabytes = bytes / 1024 ** 2;
  return Number.isInteger(megabytes) ? `${megabytes} MB` : `${bytes} bytes`;
}

/** The pieces of a body. Throws BodyTooLargeError where they are more than its limit. */
export async function* upTo(
  maxBody: number,
  url: string,
  body: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  for await (const piece of body) {
    bytes += piece.length;
    if (bytes > maxBody) throw new BodyTooLargeError(url, maxBody);
    yield piece;
  }
}
