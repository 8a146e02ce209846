import { readdirSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { nearest } from "../text/nearest.ts";
import { UsageError } from "./usage-error.ts";

/** Endings are alike, so that names must be more alike than usual. */
const ONE_LETTER_IN = 4;

/** That there is no such file, with the one beside it that was most likely meant; `kind` is what the names of such files match. */
export function missingFile(what: string, file: string, kind: RegExp): UsageError {
  const near = nearest(basename(file), namesBeside(file, kind), ONE_LETTER_IN);
  const hint = near === undefined ? "" : ` Did you mean ${join(dirname(file), near)}?`;
  return new UsageError(`There is no ${what} ${file}.${hint}`);
}

function namesBeside(file: string, kind: RegExp): readonly string[] {
  try {
    return readdirSync(dirname(file)).filter((name) => kind.test(name));
  } catch {
    return [];
  }
}
