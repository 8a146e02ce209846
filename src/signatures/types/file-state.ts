import { statSync } from "node:fs";

/** Tells whether a file was changed since it was read. */
export function stateOf(file: string): string {
  const stats = statSync(file, { throwIfNoEntry: false });
  return stats ? `${stats.mtimeMs} ${stats.size}` : "missing";
}
