import { readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { fileName } from "./tape-path.ts";

/** The recordings of a suite that belong to none of these cases, sorted by their files. */
export function orphanedTapes(directory: string, suite: string, cases: Iterable<string>): string[] {
  const folder = join(directory, fileName(suite));
  const stems = new Set<string>();
  for (const id of cases) stems.add(fileName(id));
  return filesIn(folder)
    .filter((file) => {
      const stem = /^(.+)\.\d+(?:\.stream)?\.jsonl$/.exec(basename(file))?.[1];
      return stem !== undefined && !stems.has(stem);
    })
    .map((file) => join(folder, file))
    .sort();
}

function filesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder, { recursive: true, encoding: "utf8" });
  } catch {
    return [];
  }
}
