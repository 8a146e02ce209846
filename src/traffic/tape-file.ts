import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import type { TapeContent, TapeHeader } from "./tape.ts";
import { TapeError } from "./tape-error.ts";
import { readTape } from "./tape-text.ts";

/** What a recording is filed under: each trial of each case, for each model that was asked, has its own. */
export type TapeAddress = Pick<TapeHeader, "suite" | "case" | "trial" | "model" | "stream">;

/** The file of a trial's recording below the fixtures directory. */
export function tapePath(
  directory: string,
  { suite, case: id, trial, model, stream }: TapeAddress,
): string {
  const file = `${fileName(id)}.${trial}${stream ? ".stream" : ""}.jsonl`;
  return join(directory, fileName(suite), ...(model === null ? [] : [fileName(model)]), file);
}

/** Reads the recording of a trial; undefined where there is none. Throws TapeError for a file that cannot be played. */
export function loadTape(directory: string, address: TapeAddress): TapeContent | undefined {
  const file = tapePath(directory, address);
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw new TapeError(file, undefined, `it cannot be read: ${(error as Error).message}`, {
      cause: error,
    });
  }
  const content = readTape(text, file);
  if (content.header.case !== address.case) {
    throw new TapeError(
      file,
      1,
      `it is the recording of case ${JSON.stringify(content.header.case)}`,
    );
  }
  return content;
}

/**
 * Writes a recording in one step: whoever looks sees the old file or the new one. A file that holds the same exchanges
 * is left as it is, with its date. Throws the file system's error.
 */
export function saveTape(directory: string, address: TapeAddress, text: string): void {
  const file = tapePath(directory, address);
  if (sameExchanges(file, text)) return;
  mkdirSync(dirname(file), { recursive: true });
  const unfinished = join(dirname(file), `.${basename(file)}.${process.pid}.unfinished`);
  try {
    writeFileSync(unfinished, text);
    renameSync(unfinished, file);
  } catch (error) {
    rmSync(unfinished, { force: true });
    throw error;
  }
}

/** Removes a recording, where there is one. */
export function removeTape(directory: string, address: TapeAddress): void {
  rmSync(tapePath(directory, address), { force: true });
}

/** The files of all recordings of a case, under whichever model and trial. */
export function findTapes(
  directory: string,
  { suite, case: id }: Pick<TapeAddress, "suite" | "case">,
): string[] {
  const folder = join(directory, fileName(suite));
  const ofCase = new RegExp(
    `^${fileName(id).replace(/[\\^$.*+?()[\]{}|]/g, "\\$&")}\\.\\d+(\\.stream)?\\.jsonl$`,
  );
  try {
    return readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((file) => ofCase.test(basename(file)))
      .sort()
      .map((file) => join(folder, file));
  } catch {
    return [];
  }
}

/** Removes what recording runs that were killed while they wrote have left behind. */
export function sweepUnfinished(directory: string): void {
  if (!existsSync(directory)) return;
  for (const entry of readdirSync(directory, { recursive: true, withFileTypes: true })) {
    if (/^\..+\.\d+\.unfinished$/.test(entry.name))
      rmSync(join(entry.parentPath, entry.name), { force: true });
  }
}

/** A name that every file system takes: letters and digits of any script, the rest percent-encoded; a long one is cut and told apart by its hash. */
function fileName(name: string): string {
  const safe = name
    .normalize("NFC")
    .replace(/^\.|[^\p{L}\p{N}._-]|\.$/gu, (character) =>
      [...Buffer.from(character)].map((byte) => `%${byte.toString(16).padStart(2, "0")}`).join(""),
    );
  if (Buffer.byteLength(safe) <= 150) return safe;
  const hash = createHash("sha256").update(name).digest("hex").slice(0, 12);
  return `${[...safe].slice(0, 40).join("")}-${hash}`;
}

function sameExchanges(file: string, text: string): boolean {
  try {
    return withoutHeader(readFileSync(file, "utf8")) === withoutHeader(text);
  } catch {
    return false;
  }
}

function withoutHeader(text: string): string {
  return text.slice(text.indexOf("\n"), text.lastIndexOf("\n", text.length - 2));
}
