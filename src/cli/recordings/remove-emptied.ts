import { rmdirSync } from "node:fs";
import { dirname, resolve } from "node:path";

/** Removes a folder if it is empty, and then those above it, up to the directory of recordings, which stays. */
export function removeEmptied(folder: string, fixtures: string): void {
  if (resolve(folder) === resolve(fixtures)) return;
  try {
    rmdirSync(folder);
  } catch {
    // It holds other recordings, or is gone already.
    return;
  }
  removeEmptied(dirname(folder), fixtures);
}
