/** How many characters the JSON of a value of the agents module may have, and a text that a tool returns. */
const LARGEST = 16 * 1024 ** 2;

/** A value is larger than can be kept of each trial. */
export class TooLargeError extends Error {
  override readonly name = "TooLargeError";

  /** `most` is in bytes. */
  constructor(most = LARGEST) {
    super(`it has more than ${Math.floor(most / 1e6)} MB`);
  }
}

/** The text. Throws TooLargeError. */
export function ofKeptSize(text: string): string {
  if (text.length > LARGEST) throw new TooLargeError();
  return text;
}
