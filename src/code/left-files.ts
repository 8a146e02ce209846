import { hash } from "node:crypto";
import { constants } from "node:fs";
import { lstat, open, readdir } from "node:fs/promises";
import { join } from "node:path";
import type { Limits } from "./limits.ts";

/** Hidden files, links, and `__pycache__` are none. */
export interface LeftFile {
  /** Its path from the directory, with slashes. */
  readonly name: string;
  readonly size: number;
  /** Both are missing if the files before it had used up `filesBytes`. */
  readonly sha256?: string;
  readonly bytes?: Uint8Array;
}

interface Entry {
  readonly name: string;
  readonly size: number;
  readonly isFile: boolean;
}

/** What is in a directory, however deep. It may change meanwhile. Ends after `most`. */
export async function* entriesOf(
  directory: string,
  most: number,
  below = "",
): AsyncGenerator<Entry> {
  const entries = await readdir(join(directory, below), { withFileTypes: true }).catch(() => []);
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1)).slice(0, most)) {
    const name = below === "" ? entry.name : `${below}/${entry.name}`;
    const isFile = entry.isFile();
    // A hole counts, for whoever reads the file gets it.
    const size = isFile
      ? await lstat(join(directory, name)).then(
          ({ size }) => size,
          () => 0,
        )
      : 0;
    yield { name, size, isFile };
    if (entry.isDirectory()) yield* entriesOf(directory, most, name);
  }
}

/** Whether a directory has more than these limits allow. */
export async function isOverfull(
  directory: string,
  { files, filesBytes }: Pick<Limits, "files" | "filesBytes">,
): Promise<boolean> {
  let count = 0;
  let bytes = 0;
  for await (const { size } of entriesOf(directory, files + 1)) {
    count += 1;
    bytes += size;
    if (count > files || bytes > filesBytes) return true;
  }
  return false;
}

/** The files in a directory, with their content as far as the limit allows. */
export async function leftFiles(directory: string, limits: Limits): Promise<LeftFile[]> {
  const left: LeftFile[] = [];
  let room = limits.filesBytes;
  for await (const { name, isFile } of entriesOf(directory, limits.files)) {
    if (!isFile || left.length === limits.files) continue;
    if (name.split("/").some((part) => part.startsWith(".") || part === "__pycache__")) continue;
    const file = await readLeft(join(directory, name), room);
    room -= file.bytes?.length ?? 0;
    left.push({ name, ...file });
  }
  return left.sort((a, b) => (a.name < b.name ? -1 : 1));
}

async function readLeft(path: string, room: number): Promise<Omit<LeftFile, "name">> {
  await using file = await open(
    path,
    constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK,
  );
  const { size } = await file.stat();
  if (size > room) return { size };
  const bytes = await file.readFile();
  return { size, sha256: hash("sha256", bytes), bytes };
}
