/** A member cannot do what its floor asks of it; a case that asks for it cannot be played. */
export class UnsupportedError extends Error {
  override readonly name = "UnsupportedError";
}
