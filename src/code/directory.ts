import { hash } from "node:crypto";
import { chmod, lchown, mkdir, mkdtemp, realpath, rm, lstat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { UserError } from "../text/user-error.ts";
import { entriesOf } from "./left-files.ts";

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

/** Makes a directory, and all that is in it, a user's own. */
export async function giveTo(directory: string, user: number): Promise<void> {
  await chmod(directory, 0o700);
  await lchown(directory, user, user);
  for await (const { name } of entriesOf(directory, Infinity))
    await lchown(join(directory, name), user, user);
}
