import { mkdirSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { onDisk } from "./from-start.ts";

/**
 * Makes a directory and the missing ones above it. Throws what `mkdirSync` throws.
 *
 * Node's own `recursive` retries for ever while the file system says that the directory above is missing, and `/proc`
 * always says so (Node 24.21): the program would hang, and never get to handle a signal.
 */
export function makeDirectory(directory: string, mode?: number): void {
  if (isDirectory(directory)) return;
  const above = dirname(directory);
  if (above !== directory) makeDirectory(above, mode);
  try {
    mkdirSync(onDisk(directory), { mode });
  } catch (error) {
    // Another process may have made it in the meantime.
    if (!isDirectory(directory)) throw error;
  }
}

/** False if there is nothing at the path. Throws what else `statSync` throws. */
export function isDirectory(path: string): boolean {
  return statSync(onDisk(path), { throwIfNoEntry: false })?.isDirectory() === true;
}
