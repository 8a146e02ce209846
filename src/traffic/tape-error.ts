/** A tape that cannot be played. `line` counts from 1; undefined where it is the whole file. */
export class TapeError extends Error {
  override readonly name = "TapeError";
  readonly file: string;
  readonly line: number | undefined;
  readonly problem: string;

  constructor(file: string, line: number | undefined, problem: string, options?: ErrorOptions) {
    super(`${file}${line === undefined ? "" : `:${line}`}: ${problem}`, options);
    this.file = file;
    this.line = line;
    this.problem = problem;
  }
}
