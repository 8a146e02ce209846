import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { onDisk } from "./from-start.ts";

/**
 * Removes what processes that were killed left in a directory: all whose name is like `name`, the first group of which
 * is the id of a process that runs no more.
 */
export function removeLeftBehind(
  directory: string,
  name: RegExp,
  { recursive = false }: { readonly recursive?: boolean } = {},
): void {
  for (const entry of entriesOf(directory, recursive)) {
    const pid = name.exec(entry.name)?.[1];
    if (pid === undefined || isRunning(Number(pid))) continue;
    try {
      rmSync(join(entry.parentPath, entry.name), { recursive: true, force: true });
    } catch {
      // It may be somebody else's, or on a disk that can only be read.
    }
  }
}

function entriesOf(directory: string, recursive: boolean) {
  try {
    return readdirSync(onDisk(directory), { recursive, withFileTypes: true });
  } catch {
    return [];
  }
}

/** Its own id is that of an earlier process: this one has left nothing behind yet. */
function isRunning(pid: number): boolean {
  if (pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
