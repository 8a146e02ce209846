/** A baseline that cannot be used: it says why, and what to do. */
export class BaselineError extends Error {
  override readonly name = "BaselineError";
}
