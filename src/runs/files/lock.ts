import { existsSync, rmSync } from "node:fs";
import type { DatabaseSync } from "node:sqlite";
import { onDisk } from "../../text/from-start.ts";
import { attempt, UsageError } from "../../runner/errors.ts";

/** A lock that a process holds until it releases it or ends, in whatever way. */
export interface Lock {
  release(): void;
}

/**
 * Takes a lock, whose file is there while it is held. Throws UsageError if another process holds it, or the file cannot be
 * made.
 *
 * Node has no call for the locks of the operating system, but SQLite, which comes with it, takes them for each of its
 * transactions: nothing is left of one that a dead process had. The number that a database keeps for its user names the
 * holder; a transaction that only may write lets others read it.
 */
export async function takeLock(file: string, what: string): Promise<Lock> {
  const { DatabaseSync } = await import("node:sqlite");
  for (;;) {
    const database = attempt(`${file} could not be opened`, () => new DatabaseSync(onDisk(file)));
    try {
      database.exec("PRAGMA synchronous = OFF; BEGIN IMMEDIATE");
      // Meanwhile another process may read who the holder was.
      database.exec(`PRAGMA busy_timeout = 1000; PRAGMA user_version = ${process.pid}; COMMIT`);
      database.exec("PRAGMA busy_timeout = 0; BEGIN IMMEDIATE");
    } catch (error) {
      const isHeld = (error as { readonly errcode?: number }).errcode === SQLITE_BUSY;
      const holder = isHeld ? holderOf(database) : 0;
      database.close();
      throw new UsageError(
        isHeld
          ? `${what} is being played by ${player(holder)}, and both would write the same files. Wait for its end, or name another directory with --output.`
          : `${file} could not be locked: ${(error as Error).message}. If nothing plays ${what}, remove it.`,
        { cause: error },
      );
    }
    if (isOwn(file, DatabaseSync)) return { release: () => release(file, database) };
    // Its last holder has removed the file in the meantime: another process may hold the next one.
    database.close();
  }
}

/** Whether a process of this machine holds a lock, seen without touching it. */
export async function isHeld(file: string): Promise<boolean> {
  if (!existsSync(onDisk(file))) return false;
  const { DatabaseSync } = await import("node:sqlite");
  const holder = holderIn(file, DatabaseSync);
  try {
    return holder !== 0 && process.kill(holder, 0);
  } catch (error) {
    // Somebody else's process is there as well.
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** Who plays, by the number of a process; 0 if it is not known. */
function player(holder: number): string {
  if (holder === process.pid) return "this process already";
  return holder === 0 ? "another process" : `another process, ${holder}`;
}

const SQLITE_BUSY = 5;

/** Whether the lock that this process holds is that of the file which is there now. */
function isOwn(file: string, Database: typeof DatabaseSync): boolean {
  return holderIn(file, Database) === process.pid;
}

/** As `holderOf`; 0 if the file is gone, too. */
function holderIn(file: string, Database: typeof DatabaseSync): number {
  try {
    const database = new Database(onDisk(file), { readOnly: true });
    const holder = holderOf(database);
    database.close();
    return holder;
  } catch {
    return 0;
  }
}

/** Removes the file while nobody else can hold it. */
function release(file: string, database: DatabaseSync): void {
  try {
    rmSync(onDisk(file), { force: true });
  } catch {
    // Windows removes no open file.
  }
  database.close();
}

/** The number of the process that holds the lock or held it last; 0 if it is not known. */
function holderOf(database: DatabaseSync): number {
  try {
    const { user_version: pid } = database.prepare("PRAGMA user_version").get() ?? {};
    return typeof pid === "number" ? pid : 0;
  } catch {
    // It is just being written.
    return 0;
  }
}
