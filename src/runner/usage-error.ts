/** Something that the user must put right before anything can be run: exit 2, and no stack. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** A case that these agents cannot play, whatever a model answers: it begins at an agent that there is none of, say. Whoever knows its line names it. */
export class UnplayableCaseError extends Error {
  override readonly name = "UnplayableCaseError";
}
