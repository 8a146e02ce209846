import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { modulesLoaded } from "../../loading/hooks.ts";

/** The modules of the user that were loaded, by their absolute paths, from the `first` on, with a hash of each as it is now. */
export function moduleHashes(first = 0): (readonly [path: string, hash: string])[] {
  return modulesLoaded()
    .slice(first)
    .map((path) => [path, hashOf(path)] as const);
}

/** A hash of a file; empty if it cannot be read. */
export function hashOf(path: string): string {
  try {
    return createHash("sha256").update(readFileSync(path)).digest("base64url").slice(0, 16);
  } catch {
    return "";
  }
}
