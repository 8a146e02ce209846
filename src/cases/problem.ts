/** Something in a case file that cannot be used. Lines and columns count from 1; columns as editors do, in UTF-16 units. */
export interface Problem {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** What is wrong and what would have been right, in a sentence or two. */
  readonly message: string;
}

/** A case file that cannot be used, with the first of what is wrong in it, and how much more there is. */
export class CaseFileError extends Error {
  override readonly name = "CaseFileError";
  readonly problems: readonly Problem[];
  /** How many problems are not among `problems`. */
  readonly more: number;

  constructor(problems: readonly Problem[], more = 0) {
    const lines = problems.map(
      ({ file, line, column, message }) => `${file}:${line}:${column}: ${message}`,
    );
    super([...lines, ...(more > 0 ? [`… and ${more} more.`] : [])].join("\n"));
    this.problems = problems;
    this.more = more;
  }
}
