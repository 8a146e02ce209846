import { statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { bytesIn, MediaFolder } from "../../media/media-folder.ts";
import { MediaRoom } from "../../reports/html/media-room.ts";
import type { PackedPart } from "../../reports/html/packed.ts";
import { RunParts } from "../../reports/html/run-parts.ts";
import { isJournal, journalOf } from "../../results/journal/read-journal.ts";
import { eachCase } from "../../results/read-result.ts";
import { onDisk } from "../../text/from-start.ts";
import { historyFile } from "../output/history-file.ts";
import type { NamedReading } from "../output/result-reading.ts";
import { isHeld } from "../process/lock.ts";

/** A result that may change: what a run makes of it is seen while the run goes on. */
export class FollowedResult {
  /** The result. */
  readonly file: string;
  readonly #read: (file: string) => NamedReading;
  #kept: { readonly key: string; readonly parts: readonly PackedPart[] } | undefined;

  /** `named` is a result or its journal. */
  constructor(named: string, read: (file: string) => NamedReading) {
    this.file = isJournal(named) ? named.replace(/\.journal$/, ".json") : named;
    this.#read = read;
  }

  /** What changes when the run does. */
  get files(): readonly string[] {
    return [this.file, journalOf(this.file)];
  }

  /** What changes when the run is kept. */
  get history(): string {
    return historyFile(dirname(this.file));
  }

  /** The result or the journal, whichever was written last; undefined if neither is there. Throws UserError. */
  open(): NamedReading | undefined {
    const [latest] = this.files
      .flatMap((file) => {
        const { size = 0, mtimeMs = 0 } = statSync(onDisk(file), { throwIfNoEntry: false }) ?? {};
        return size > 0 ? [{ file, mtimeMs }] : [];
      })
      .sort((one, other) => other.mtimeMs - one.mtimeMs);
    return latest && this.#read(latest.file);
  }

  /** The parts of what was opened; the last ones if it is as it was. Throws UserError. */
  async parts(
    reading: NamedReading,
    { number, label }: { readonly number: number; readonly label: string },
  ): Promise<readonly PackedPart[]> {
    const isRunning = isJournal(reading.file) && (await isHeld(this.#lock));
    const { ino, size, mtimeMs } = statSync(onDisk(reading.file));
    const key = [reading.file, ino, size, mtimeMs, number, label, isRunning].join();
    if (this.#kept?.key === key) return this.#kept.parts;
    const bytesOf = bytesIn([new MediaFolder(dirname(this.file))]);
    const place = { number, label, isRunning, media: new MediaRoom(), bytesOf };
    const run = new RunParts(reading.header, place);
    const parts: PackedPart[] = [];
    const { end } = eachCase(reading, (result) => parts.push(...run.add(result)));
    parts.push(...run.end(end));
    this.#kept = { key, parts };
    return parts;
  }

  /** What a run holds that writes this result. */
  get #lock(): string {
    const name = basename(this.file).replace(/(?:\.partial)?\.json$/, "");
    return join(dirname(this.file), `.${name}.lock`);
  }
}
