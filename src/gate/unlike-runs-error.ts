/** Runs that cannot be compared: it names what differs. */
export class UnlikeRunsError extends Error {
  override readonly name = "UnlikeRunsError";
}
