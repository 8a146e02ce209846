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
  /** How many problems were found that are not among `problems`. */
  readonly more: number;

  /** `readToEnd` is false where the file was given up, and may hold even more. */
  constructor(problems: readonly Problem[], more = 0, readToEnd = true) {
    const lines = problems.map(
      ({ file, line, column, message }) => `${file}:${line}:${column}: ${message}`,
    );
    const rest = readToEnd
      ? `… and ${more} more.`
      : `… and ${more} more. The rest of the file was not read.`;
    super([...lines, ...(more > 0 ? [rest] : [])].join("\n"));
    this.problems = problems;
    this.more = more;
  }
}
