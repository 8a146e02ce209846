import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join, parse, relative } from "node:path";
import type { SourceReading } from "../syntax/source.ts";

/** Kept with every reading, and raised whenever the same source would be read differently. */
export const readerVersion = 7;

interface Entry {
  readonly version: number;
  /** The text that was read: the entry stands for no other. */
  readonly text: string;
  readonly reading: SourceReading;
}

/** Where readings are kept that belong to the modules below `root`. */
interface Place {
  readonly root: string;
  readonly directory: string;
  readonly mode: number | undefined;
}

const places = new Map<string, Place>();

/** What was kept of a module with this text; undefined when there is nothing, or nothing usable. */
export function fromCache(module: string, text: string): SourceReading | undefined {
  try {
    const entry = JSON.parse(readFileSync(fileOf(module), "utf8")) as Partial<Entry> | null;
    const fits = entry?.version === readerVersion && entry.text === text;
    return fits && Array.isArray(entry.reading?.functions) ? entry.reading : undefined;
  } catch {
    return undefined;
  }
}

/** Keeps what was read of a module in the place of what was kept before, if that is possible. A file is there whole or not at all. */
export function toCache(module: string, text: string, reading: SourceReading): void {
  const entry: Entry = { version: readerVersion, text, reading };
  try {
    const file = fileOf(module);
    const draft = `${file}.${process.pid}.${performance.now()}`;
    mkdirSync(dirname(file), { recursive: true, mode: placeOf(dirname(module)).mode });
    writeFileSync(draft, JSON.stringify(entry));
    renameSync(draft, file);
  } catch {
    // A place that cannot be written to costs time, and nothing else.
  }
}

function fileOf(module: string): string {
  const { root, directory } = placeOf(dirname(module));
  return join(directory, `${relative(root, module)}.json`);
}

/** In the package that the module belongs to; without one, among this user's temporary files. */
function placeOf(folder: string): Place {
  const known = places.get(folder);
  if (known) return known;
  const place = existsSync(join(folder, "package.json"))
    ? { root: folder, directory: within(folder, "node_modules", ".cache"), mode: undefined }
    : dirname(folder) === folder
      ? { root: parse(folder).root, directory: within(temporaryFolder()), mode: 0o700 }
      : placeOf(dirname(folder));
  places.set(folder, place);
  return place;
}

function within(...path: string[]): string {
  return join(...path, "swarm-eval", "signatures");
}

function temporaryFolder(): string {
  const { tmpdir } = process.getBuiltinModule("node:os");
  return join(tmpdir(), `swarm-eval-${process.getuid?.() ?? "user"}`);
}
