/** Something that the user must put right before anything can be run: exit 2, and no stack. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** Does what the file system may refuse. Throws UsageError: what did not succeed, such as `The report a.csv could not be written`, and why. */
export function attempt<T>(failure: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    throw new UsageError(`${failure}: ${(error as Error).message}`, { cause: error });
  }
}

/** A case that these agents cannot play, whatever a model answers: it begins at an agent that there is none of, say. Whoever knows its line names it. */
export class UnplayableCaseError extends Error {
  override readonly name = "UnplayableCaseError";
}
