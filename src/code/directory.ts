import { hash } from "node:crypto";
import { constants } from "node:fs";
import {
  chmod,
  lchown,
  mkdir,
  mkdtemp,
  open,
  readdir,
  realpath,
  rm,
  lstat,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { UserError } from "../text/user-error.ts";
import type { LeftFile, Limits } from "./executor.ts";

/** Where the programs of one conversation run, and find what those before them left. */
export interface Directory extends AsyncDisposable {
  readonly path: string;
  /** What it began with: the SHA-256 of each file's content, by name. */
  readonly given: Readonly<Record<string, string>>;
}

/** Makes a temporary directory with these files. Throws a `UserError` for a name that leads out of it. */
export async function openDirectory(
  files: Readonly<Record<string, string | Uint8Array>> = {},
): Promise<Directory> {
  const path = await realpath(await mkdtemp(join(tmpdir(), "swarm-eval-code-")));
  const remove = () => rm(path, { recursive: true, force: true });
  const given: Record<string, string> = {};
  try {
    for (const [name, content] of Object.entries(files)) {
      await placeFile(path, name, content);
      given[name] = hash("sha256", content);
    }
  } catch (error) {
    await remove();
    throw error;
  }
  return { path, given, [Symbol.asyncDispose]: remove };
}

/** A file that would not be inside the directory. */
export class OutsideError extends UserError {
  constructor(name: string) {
    super(
      `The file ${JSON.stringify(name)} is not inside the working directory. Name one that is, without .. and no absolute path.`,
    );
  }
}

/** Whether a name stays inside, links apart. */
function isInside(name: string): boolean {
  const parts = name.split(/[/\\]/);
  return (
    !/^[a-z]:/i.test(name) && !/\0/.test(name) && parts.every((part) => !/^\.{0,2}$/.test(part))
  );
}

/** Writes a file, in place of any that has its name. Throws an `OutsideError` also where a link leads out. */
export async function placeFile(
  directory: string,
  name: string,
  content: string | Uint8Array,
): Promise<void> {
  if (!isInside(name)) throw new OutsideError(name);
  const path = join(directory, name);
  await makeFolders(directory, name);
  await rm(path, { recursive: true, force: true });
  // What a program left under this name, a link among others, is not written through.
  await writeFile(path, content, { flag: "wx" });
}

async function makeFolders(directory: string, name: string): Promise<void> {
  let folder = directory;
  for (const part of dirname(name).split("/")) {
    folder = join(folder, part);
    const isFolder = await lstat(folder).then(
      (found) => found.isDirectory(),
      () => undefined,
    );
    if (isFolder === false) throw new OutsideError(name);
    if (isFolder === undefined) await mkdir(folder);
  }
}

interface Entry {
  readonly name: string;
  readonly size: number;
  readonly isFile: boolean;
}

/** What is in a directory, however deep. It may change meanwhile. Ends after `most`. */
async function* entriesOf(directory: string, most: number, below = ""): AsyncGenerator<Entry> {
  const entries = await readdir(join(directory, below), { withFileTypes: true }).catch(() => []);
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1)).slice(0, most)) {
    const name = below === "" ? entry.name : `${below}/${entry.name}`;
    const size = await lstat(join(directory, name)).then(sizeOnDisk, () => 0);
    yield { name, size, isFile: entry.isFile() };
    if (entry.isDirectory()) yield* entriesOf(directory, most, name);
  }
}

/** The larger of what it takes and what it says: neither a hole nor many small files are free. */
function sizeOnDisk({ size, blocks }: { size: number; blocks: number }): number {
  return Math.max(size, blocks * 512);
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

/** Makes a directory, and all that is in it, a user's own. */
export async function giveTo(directory: string, user: number): Promise<void> {
  await chmod(directory, 0o700);
  await lchown(directory, user, user);
  for await (const { name } of entriesOf(directory, Infinity))
    await lchown(join(directory, name), user, user);
}
