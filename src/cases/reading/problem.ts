import { UserError } from "../../text/user-error.ts";
/** Something wrong in a case file. Lines and columns count from 1; columns in UTF-16 units, as in editors. */
export interface Problem {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** What is wrong and what would be right, in a sentence or two. */
  readonly message: string;
}

/** A case file that cannot be used. */
export class CaseFileError extends UserError {
  readonly problems: readonly Problem[];

  /** `more` counts problems that are left out. `readToEnd` is false if the rest of the file was not read. */
  constructor(problems: readonly Problem[], more = 0, readToEnd = true) {
    const lines = problems.map(
      ({ file, line, column, message }) => `${file}:${line}:${column}: ${message}`,
    );
    const rest = `… and ${more} more.${readToEnd ? "" : " The rest of the file was not read."}`;
    super([...lines, ...(more > 0 ? [rest] : [])].join("\n"));
    this.problems = problems;
  }
}

/** After this many problems a reader fixes the first ones and runs again. */
const MOST_PROBLEMS = 20;

/** The error of a file with these problems. */
export function refusal(problems: readonly Problem[], readToEnd = true): CaseFileError {
  const more = Math.max(0, problems.length - MOST_PROBLEMS);
  return new CaseFileError(problems.slice(0, MOST_PROBLEMS), more, readToEnd);
}
