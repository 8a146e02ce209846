/** Something in a case file that cannot be used. Lines and columns count from 1. */
export interface Problem {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** What is wrong and what would have been right, in a sentence or two. */
  readonly message: string;
}

/** A case file that cannot be used, with all that is wrong in it (or the first so many). */
export class CaseFileError extends Error {
  override readonly name = "CaseFileError";
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super(
      problems
        .map(({ file, line, column, message }) => `${file}:${line}:${column}: ${message}`)
        .join("\n"),
    );
    this.problems = problems;
  }
}
