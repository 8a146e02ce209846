import { readdirSync, readFileSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { tapePath } from "./tape-path.ts";
import type { TapeAddress } from "./tape-path.ts";

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

let listed: {
  readonly folder: string;
  readonly changed: number;
  readonly beginnings: ReadonlyMap<string, AlikeTape>;
};

/** Remembered while the folder does not change: where cases were renamed, many ask. */
function beginningsIn(folder: string): ReadonlyMap<string, AlikeTape> {
  const changed = statSync(folder, { throwIfNoEntry: false })?.mtimeMs;
  if (changed === undefined) return new Map();
  if (listed?.folder !== folder || listed.changed !== changed) {
    const beginnings = new Map<string, AlikeTape>();
    for (const name of readdirSync(folder).toSorted().toReversed()) {
      const file = join(folder, name);
      const read = readBeginning(file);
      if (read !== undefined) beginnings.set(keyOf(file, read.text), { case: read.case, file });
    }
    listed = { folder, changed, beginnings };
  }
  return listed.beginnings;
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
