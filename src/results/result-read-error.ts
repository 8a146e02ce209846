/** A file that is no result, or only a part of one. Its message says where, what is wrong and what to do. */
export class ResultReadError extends Error {
  override readonly name = "ResultReadError";

  /** The line counts from 1; undefined where it is the file as a whole. */
  constructor(file: string, line: number | undefined, message: string, options?: ErrorOptions) {
    super(`${file}${line === undefined ? "" : `:${line}`}: ${message}`, options);
  }
}
