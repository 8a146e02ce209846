import { closeSync, fsyncSync, openSync, writeSync } from "node:fs";
import { onDisk } from "./from-start.ts";

/** Writes all bytes at a position. Throws the file system's error. */
export function writeWhole(descriptor: number, bytes: Buffer, position: number): void {
  for (let written = 0; written < bytes.length;) {
    written += writeSync(descriptor, bytes, written, bytes.length - written, position + written);
  }
}

/** Has the disk keep which names a directory holds. */
export function flushDirectory(directory: string): void {
  // Windows opens no directories, and keeps names by itself.
  if (process.platform === "win32") return;
  const descriptor = openSync(onDisk(directory), "r");
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
