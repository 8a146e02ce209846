import { existsSync, statSync, watch, type FSWatcher } from "node:fs";
import { dirname, resolve } from "node:path";

/** A file is often written in several steps, and several files are saved at once. */
const SETTLE_MS = 100;
/** One that is written all the time is looked at nevertheless. */
const LONGEST_MS = 1000;

/**
 * Tells which of some files have changed. Their folders are watched, not the files: an editor may put a new file in the
 * place of the old one. What the system tells is taken as a hint to look: a file has changed if it looks different.
 */
export class WatchedFiles {
  readonly #onChange: (files: readonly string[]) => void;
  /** How each file looked, by path; undefined if it was not there. */
  readonly #looks = new Map<string, string | undefined>();
  readonly #folders = new Map<string, FSWatcher>();
  #settling: NodeJS.Timeout | undefined;
  /** When the first hint came that nobody has followed yet. */
  #hintedAt: number | undefined;

  constructor(onChange: (files: readonly string[]) => void) {
    this.#onChange = onChange;
  }

  /** Watches these files, too, as they look now. Returns how many are watched. */
  add(files: Iterable<string>): number {
    for (const file of files) {
      const path = resolve(file);
      if (!this.#looks.has(path)) this.#looks.set(path, lookOf(path));
    }
    this.#watchFolders();
    return this.#looks.size;
  }

  close(): void {
    clearTimeout(this.#settling);
    for (const watcher of this.#folders.values()) watcher.close();
    this.#folders.clear();
  }

  /** A folder may have been removed, and made again. */
  #watchFolders(): void {
    for (const path of this.#looks.keys()) {
      const folder = nearestFolder(dirname(path));
      if (this.#folders.has(folder)) continue;
      const forget = (): void => {
        this.#folders.get(folder)?.close();
        this.#folders.delete(folder);
      };
      const watcher = watch(folder, () => {
        if (!existsSync(folder)) forget();
        this.#settle();
      });
      this.#folders.set(folder, watcher.on("error", forget));
    }
  }

  #settle(): void {
    clearTimeout(this.#settling);
    this.#hintedAt ??= performance.now();
    const left = this.#hintedAt + LONGEST_MS - performance.now();
    this.#settling = setTimeout(() => this.#look(), Math.min(SETTLE_MS, left));
  }

  #look(): void {
    this.#hintedAt = undefined;
    this.#watchFolders();
    const changed: string[] = [];
    for (const [path, before] of this.#looks) {
      const now = lookOf(path);
      // One that is gone is about to be written again, or nothing can be played.
      if (now === undefined || now === before) continue;
      this.#looks.set(path, now);
      changed.push(path);
    }
    if (changed.length > 0) this.#onChange(changed);
  }
}

function lookOf(path: string): string | undefined {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats && [stats.ino, stats.size, stats.mtimeMs].join();
}

function nearestFolder(folder: string): string {
  return existsSync(folder) || dirname(folder) === folder ? folder : nearestFolder(dirname(folder));
}
