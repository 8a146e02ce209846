import { readdirSync, readFileSync, statSync } from "node:fs";
import { basename, join, dirname } from "node:path";
import { fileName, tapePath } from "./path.ts";
import type { TapeAddress } from "./path.ts";
import type { TapeHeader } from "./tape.ts";

/** A recording of the same case, made otherwise than it is played now. */
export interface OtherTape {
  readonly file: string;
  /** In what it was made otherwise. */
  readonly otherwise: readonly ("trial" | "model" | "stream")[];
  readonly trial: number;
  /** The model that every agent was made to use; null where each used its own. */
  readonly model: string | null;
  readonly stream: boolean;
}

/** The recordings of a case under whichever model and trial, streamed or not; those most like the address first. */
export function findTapes(directory: string, address: TapeAddress): OtherTape[] {
  const folder = join(directory, fileName(address.suite));
  const stem = `${fileName(address.case)}.`;
  return tapesIn(folder)
    .filter((file) => {
      const name = basename(file);
      return name.startsWith(stem) && /^\d+(?:\.stream)?\.jsonl$/.test(name.slice(stem.length));
    })
    .flatMap((file) => describe(join(folder, file), address))
    .sort((a, b) => a.otherwise.length - b.otherwise.length || a.trial - b.trial);
}

function describe(file: string, address: TapeAddress): OtherTape[] {
  const header = readHeader(file);
  if (header?.case !== address.case) return [];
  const { trial, model, stream } = header;
  const otherwise = (["trial", "model", "stream"] as const).filter(
    (key) => header[key] !== address[key],
  );
  return [{ file, otherwise, trial, model, stream }];
}

function readHeader(file: string): TapeHeader | undefined {
  try {
    const text = readFileSync(file, "utf8");
    return JSON.parse(text.slice(0, text.indexOf("\n"))) as TapeHeader;
  } catch {
    return undefined;
  }
}

let listed: { readonly folder: string; readonly changed: number; readonly files: string[] };

/** Remembered while the folder does not change: a suite that was recorded otherwise asks for it with every case. */
function tapesIn(folder: string): readonly string[] {
  try {
    const changed = statSync(folder).mtimeMs;
    if (listed?.folder !== folder || listed.changed !== changed) {
      const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).sort();
      listed = { folder, changed, files };
    }
    return listed.files;
  } catch {
    return [];
  }
}

/** A recording of another case, which begins with the same request. */
export interface AlikeTape {
  readonly case: string;
  readonly file: string;
}

/** The first recording that was made as the address says, but of another case, and holds this text behind its header. */
export function findTapeAlike(
  directory: string,
  address: TapeAddress,
  beginning: string,
): AlikeTape | undefined {
  const own = tapePath(directory, address);
  return beginningsIn(dirname(own)).get(keyOf(own, beginning));
}

let knownBeginnings: {
  readonly folder: string;
  readonly changed: number;
  readonly beginnings: ReadonlyMap<string, AlikeTape>;
};

/** Remembered while the folder does not change: where cases were renamed, many ask. */
function beginningsIn(folder: string): ReadonlyMap<string, AlikeTape> {
  const changed = statSync(folder, { throwIfNoEntry: false })?.mtimeMs;
  if (changed === undefined) return new Map();
  if (knownBeginnings?.folder !== folder || knownBeginnings.changed !== changed) {
    const beginnings = new Map<string, AlikeTape>();
    for (const name of readdirSync(folder).toSorted().toReversed()) {
      const file = join(folder, name);
      const read = readBeginning(file);
      if (read !== undefined) beginnings.set(keyOf(file, read.text), { case: read.case, file });
    }
    knownBeginnings = { folder, changed, beginnings };
  }
  return knownBeginnings.beginnings;
}

/** Trial and way of asking, as a file's name ends by them, and what it begins with. */
function keyOf(file: string, beginning: string): string {
  const { createHash } = process.getBuiltinModule("node:crypto");
  const ending = /\.\d+(?:\.stream)?\.jsonl$/.exec(basename(file))?.[0];
  return `${ending} ${createHash("sha256").update(beginning).digest("base64")}`;
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

/** The recordings of a suite that belong to none of these cases, sorted by their files. */
export function orphanedTapes(directory: string, suite: string, cases: Iterable<string>): string[] {
  const folder = join(directory, fileName(suite));
  const stems = new Set<string>();
  for (const id of cases) stems.add(fileName(id));
  return filesIn(folder)
    .filter((file) => {
      const stem = /^(.+)\.\d+(?:\.stream)?\.jsonl$/.exec(basename(file))?.[1];
      return stem !== undefined && !stems.has(stem);
    })
    .map((file) => join(folder, file))
    .sort();
}

function filesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder, { recursive: true, encoding: "utf8" });
  } catch {
    return [];
  }
}
