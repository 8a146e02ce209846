import { unpacksBeyond } from "./content-encoding.ts";
import { ConnectionError, fieldOf, type HeaderFields } from "./http.ts";

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

/** How large a body is that comes in pieces, unpacked. */
export class BodySize {
  readonly #maxBody: number;
  readonly #encoding: string | undefined;
  readonly #packed: Uint8Array[] = [];
  #bytes = 0;
  /** With how many bytes a packed body is unpacked to see how large it is. */
  #nextLook = 0;
  #isTooLarge = false;

  /** `headers` are those of the reply. */
  constructor(maxBody: number, headers: HeaderFields) {
    this.#maxBody = maxBody;
    this.#encoding = fieldOf(headers, "content-encoding");
  }

  add(piece: Uint8Array): void {
    this.#bytes += piece.length;
    if (this.#encoding !== undefined) this.#packed.push(piece);
  }

  /**
   * Whether the body is larger than it may be. What is packed is only unpacked if it has doubled since, which costs no
   * more than twice the last time, or if all of it is there.
   */
  isTooLarge(isWhole = false): boolean {
    this.#isTooLarge ||= this.#bytes > this.#maxBody || this.#unpacksBeyond(isWhole);
    // Nothing of it is of use.
    if (this.#isTooLarge) this.#packed.length = 0;
    return this.#isTooLarge;
  }

  #unpacksBeyond(isWhole: boolean): boolean {
    if (this.#encoding === undefined || (this.#bytes < this.#nextLook && !isWhole)) return false;
    this.#nextLook = this.#bytes * 2;
    return unpacksBeyond(Buffer.concat(this.#packed), this.#encoding, this.#maxBody);
  }
}
