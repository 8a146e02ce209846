import { readdirSync, readFileSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileName, type TapeAddress } from "./path.ts";
import type { TapeHeader } from "./tape.ts";

/** A recording of the same case under another trial, model or way of streaming. */
export interface OtherTape extends Pick<TapeHeader, "trial" | "model" | "stream"> {
  readonly file: string;
  /** In what it differs from what is played now. */
  readonly differences: readonly ("trial" | "model" | "stream")[];
}

/** The recordings of a case under any trial, model and way of streaming; those most like the address first. */
export function findTapes(directory: string, address: TapeAddress): OtherTape[] {
  const folder = join(directory, fileName(address.suite));
  const stem = `${fileName(address.case)}.`;
  return (rememberedFilesIn(folder) ?? [])
    .filter((file) => {
      const name = basename(file);
      return name.startsWith(stem) && /^\d+(?:\.stream)?\.jsonl$/.test(name.slice(stem.length));
    })
    .flatMap((file) => otherTape(join(folder, file), address))
    .sort((a, b) => a.differences.length - b.differences.length || a.trial - b.trial);
}

function otherTape(file: string, address: TapeAddress): OtherTape[] {
  const header = readHeader(file);
  if (header?.case !== address.case) return [];
  const { trial, model, stream } = header;
  const differences = (["trial", "model", "stream"] as const).filter(
    (key) => header[key] !== address[key],
  );
  return [{ file, differences, trial, model, stream }];
}

function readHeader(file: string): TapeHeader | undefined {
  try {
    const text = readFileSync(file, "utf8");
    return JSON.parse(text.slice(0, text.indexOf("\n"))) as TapeHeader;
  } catch {
    return undefined;
  }
}

/** Remembers what was read of a folder until that changes: if a case misses, all others may for the same reason. */
function remembered<T>(read: (folder: string) => T): (folder: string) => T | undefined {
  let latest: { readonly folder: string; readonly changed: number; readonly value: T } | undefined;
  return (folder) => {
    const changed = statSync(folder, { throwIfNoEntry: false })?.mtimeMs;
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
  for (const name of readdirSync(folder).toSorted().toReversed()) {
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
    const tape = readFileSync(file, "utf8");
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
  const folder = join(directory, fileName(suite));
  const stems = new Set<string>();
  for (const id of cases) stems.add(fileName(id));
  return filesIn(folder)
    .filter((file) => {
      const stem = /^(.+)\.\d+(?:\.stream)?\.jsonl$/.exec(basename(file))?.[1];
      return stem !== undefined && !stems.has(stem);
    })
    .map((file) => join(folder, file));
}

/** The files below a folder, sorted; none if it cannot be read. */
function filesIn(folder: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, encoding: "utf8" }).sort();
  } catch {
    return [];
  }
}
