/** Something that the user must put right before anything can be run: exit 2, and no stack. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}
