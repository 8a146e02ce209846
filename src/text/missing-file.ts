import { readdirSync } from "node:fs";
import { basename, dirname, isAbsolute, join } from "node:path";
import { absolute, onDisk } from "./from-start.ts";
import { nearest } from "./nearest.ts";
import { UsageError } from "./user-error.ts";

/** All names share their ending, so they must be more alike than usual. */
const ONE_LETTER_IN = 4;

/** A file that was named and does not exist: where it was looked for, and a similar one beside it, if there is one. */
export class MissingFileError extends UsageError {
  /** As it was named. */
  readonly file: string;

  /** `what` it should be; `kind` matches the names of such files. */
  constructor(what: string, file: string, kind: RegExp, remedy?: string) {
    const near = nearest(basename(file), namesBeside(file, kind), ONE_LETTER_IN);
    const sentences = [
      `There is no ${what} ${file}${isAbsolute(file) ? "" : ` in ${absolute(".")}`}.`,
      ...(near === undefined ? [] : [`Did you mean ${join(dirname(file), near)}?`]),
      ...(remedy === undefined ? [] : [remedy]),
    ];
    super(sentences.join(" "));
    this.file = file;
  }
}

function namesBeside(file: string, kind: RegExp): readonly string[] {
  try {
    return readdirSync(onDisk(dirname(file))).filter((name) => kind.test(name));
  } catch {
    return [];
  }
}
