import { existsSync, opendirSync, readdirSync, readFileSync, statSync, type Dir } from "node:fs";
import { basename, dirname, join } from "node:path";
import { onDisk } from "../../text/from-start.ts";
import { fileNames, type TapeAddress } from "./path.ts";
import type { TapeHeader } from "./tape.ts";
import { asWritten } from "./text.ts";

/** A recording of the same case under another trial, model, variant or way of streaming. */
export interface OtherTape extends Pick<TapeHeader, "trial" | "model" | "variant" | "stream"> {
  readonly file: string;
  /** In what it differs from what is played now. */
  readonly differences: readonly ("trial" | "variant" | "model" | "stream")[];
}

/** The recordings of a case under any trial, model, variant and way of streaming; those most like the address first. */
export function findTapes(directory: string, address: TapeAddress): OtherTape[] {
  const isOwn = belongsTo([address.case]);
  return foldersOf(directory, address.suite)
    .flatMap((folder) =>
      (rememberedFilesIn(folder) ?? [])
        .filter((file) => isOwn(file) === true)
        .flatMap((file) => otherTape(join(folder, file), address)),
    )
    .sort((a, b) => a.differences.length - b.differences.length || a.trial - b.trial);
}

function otherTape(file: string, address: TapeAddress): OtherTape[] {
  const header = readHeader(file);
  if (header === undefined || !isSameId(header.case, address.case)) return [];
  const { trial, model, variant, stream } = header;
  const differences = (["trial", "variant", "model", "stream"] as const).filter(
    // A variant decides on its model.
    (key) => header[key] !== address[key] && !(key === "model" && variant !== undefined),
  );
  const named = variant === undefined ? { model } : { model, variant };
  return [{ file, differences, trial, ...named, stream }];
}

/** Whether two ids are the same text, however their accents are encoded. */
export function isSameId(one: string, other: string): boolean {
  return one === other || String(one).normalize("NFC") === other.normalize("NFC");
}

function readHeader(file: string): TapeHeader | undefined {
  try {
    const text = asWritten(readFileSync(onDisk(file), "utf8"));
    return JSON.parse(text.slice(0, text.indexOf("\n"))) as TapeHeader;
  } catch {
    return undefined;
  }
}

/** Remembers what was read of a folder until that changes: if a case misses, all others may for the same reason. */
function remembered<T>(read: (folder: string) => T): (folder: string) => T | undefined {
  let latest: { readonly folder: string; readonly changed: number; readonly value: T } | undefined;
  return (folder) => {
    const changed = statSync(onDisk(folder), { throwIfNoEntry: false })?.mtimeMs;
    if (changed === undefined) return undefined;
    if (latest?.folder !== folder || latest.changed !== changed)
      latest = { folder, changed, value: read(folder) };
    return latest.value;
  };
}

const rememberedFilesIn = remembered(filesIn);

/** A recording of another case that begins with the same request. */
export interface SimilarTape {
  readonly case: string;
  readonly file: string;
}

/** The first recording of another case than that of `file`, with equal trial, model and streaming, that has this text after its header. */
export function findSimilarTape(file: string, beginning: string): SimilarTape | undefined {
  return beginningsIn(dirname(file))?.get(keyOf(file, beginning));
}

const beginningsIn = remembered((folder) => {
  const beginnings = new Map<string, SimilarTape>();
  for (const name of readdirSync(onDisk(folder)).toSorted().toReversed()) {
    const file = join(folder, name);
    const read = readBeginning(file);
    if (read !== undefined) beginnings.set(keyOf(file, read.text), { case: read.case, file });
  }
  return beginnings;
});

/** Trial and way of streaming, as the file's name ends with them, and the beginning. */
function keyOf(file: string, beginning: string): string {
  const { hash } = process.getBuiltinModule("node:crypto");
  const ending = /\.\d+(?:\.stream)?\.jsonl$/.exec(basename(file))?.[0];
  return `${ending} ${hash("sha256", beginning)}`;
}

function readBeginning(file: string): { case: string; text: string } | undefined {
  if (!file.endsWith(".jsonl")) return undefined;
  try {
    const tape = asWritten(readFileSync(onDisk(file), "utf8"));
    const header = tape.indexOf("\n") + 1;
    const { case: id } = JSON.parse(tape.slice(0, header)) as { case: string };
    const request = tape.indexOf('\n{"request":1,', header - 1) + 1;
    return { case: id, text: tape.slice(header, tape.indexOf("\n", request) + 1) };
  } catch {
    return undefined;
  }
}

/** The recordings of a suite that belong to none of these cases, sorted by file. */
export function orphanedTapes(directory: string, suite: string, cases: Iterable<string>): string[] {
  const isOfCase = belongsTo(cases);
  return suiteTapes(directory, suite).filter((file) => isOfCase(file) === false);
}

/** The recordings of a suite, of whatever case, sorted by file. */
export function suiteTapes(directory: string, suite: string): string[] {
  return foldersOf(directory, suite).flatMap(tapesIn);
}

/** The files below a folder that are recordings by their names, sorted. */
export function tapesIn(folder: string): string[] {
  return filesIn(folder)
    .filter((file) => TAPE_NAME.test(basename(file)))
    .map((file) => join(folder, file));
}

/** Whether a suite has any recordings. */
export function hasTapes(directory: string, suite: string): boolean {
  return someTape(directory, suite) !== undefined;
}

/** The header of one of a suite's recordings, whichever is found first; undefined if it has none, or that cannot be read. */
export function someHeader(directory: string, suite: string): TapeHeader | undefined {
  const file = someTape(directory, suite);
  return file === undefined ? undefined : readHeader(file);
}

/** The suite that has the recordings of a case file in a directory, by what one of each suite says; `caseFile` is its path from there. */
export function suiteOfCaseFile(directory: string, caseFile: string): string | undefined {
  for (const folder of subfoldersOf(directory)) {
    const file = someTapeIn(join(directory, folder));
    const header = file === undefined ? undefined : readHeader(file);
    if (header?.case_file === caseFile && hasTapes(directory, header.suite)) return header.suite;
  }
  return undefined;
}

/** One of a suite's recordings. They are not listed: there may be many. */
function someTape(directory: string, suite: string): string | undefined {
  for (const folder of foldersOf(directory, suite)) {
    const file = someTapeIn(folder);
    if (file !== undefined) return file;
  }
  return undefined;
}

function someTapeIn(folder: string): string | undefined {
  let entries: Dir;
  try {
    entries = opendirSync(onDisk(folder));
  } catch {
    return undefined;
  }
  try {
    for (let entry = entries.readSync(); entry !== null; entry = entries.readSync()) {
      const path = join(folder, entry.name);
      const file = entry.isDirectory() ? someTapeIn(path) : TAPE_NAME.test(entry.name) && path;
      if (file) return file;
    }
    return undefined;
  } finally {
    entries.closeSync();
  }
}

const TAPE_NAME = /^(.+)\.\d+(?:\.stream)?\.jsonl$/;

/** Whether a file is, by its name, a recording of one of these cases; undefined for a file that is not a recording. */
export function belongsTo(cases: Iterable<string>): (file: string) => boolean | undefined {
  const stems = new Set<string>();
  for (const id of cases) for (const name of fileNames(id)) stems.add(name.normalize("NFC"));
  return (file) => {
    const stem = TAPE_NAME.exec(basename(file))?.[1];
    return stem === undefined ? undefined : stems.has(stem.normalize("NFC"));
  };
}

/** Where the recordings of a suite may be: one folder, unless file systems spell its name differently. */
function foldersOf(directory: string, suite: string): string[] {
  const folders = fileNames(suite).map((name) => join(directory, name));
  return folders.length === 1 ? folders : folders.filter((folder) => existsSync(onDisk(folder)));
}

/** The names of the folders in a folder, sorted; none if it cannot be read. */
function subfoldersOf(folder: string): string[] {
  try {
    return readdirSync(onDisk(folder), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name)
      .sort();
  } catch {
    return [];
  }
}

/** The files below a folder, sorted; none if it cannot be read. */
function filesIn(folder: string): string[] {
  try {
    return readdirSync(onDisk(folder), { recursive: true, encoding: "utf8" }).sort();
  } catch {
    return [];
  }
}
