import { statSync } from "node:fs";

/** A file that was looked at, with the time of its last change; 0 if it is missing. */
export type ReadFile = readonly [path: string, changedMs: number];

export function changedMs(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

/** Whether none of these files has changed since. */
export function isUnchanged(read: readonly ReadFile[]): boolean {
  return read.every(([path, then]) => changedMs(path) === then);
}
