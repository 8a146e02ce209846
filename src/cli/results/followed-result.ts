import { statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { bytesIn, MediaFolder } from "../../media/media-folder.ts";
import { MediaRoom } from "../../reports/html/media-room.ts";
import type { PackedPart } from "../../reports/html/packed.ts";
import { RunParts } from "../../reports/html/run-parts.ts";
import { isJournal, JournalReading, journalOf } from "../../results/journal/read-journal.ts";
import { eachCase, readResult, type ResultReading } from "../../results/read-result.ts";
import type { CaseResult } from "../../results/result.ts";
import { onDisk } from "../../text/from-start.ts";
import { historyFile } from "../output/history-file.ts";
import { isHeld } from "../../runs/files/lock.ts";
import { GrowingRun } from "./growing-run.ts";

/** A result or its journal, as it is now. */
interface Now extends ResultReading {
  readonly file: string;
  /** Differs whenever the file does. */
  readonly look: string;
  readonly journal: JournalReading | undefined;
}

/** A result that may change: what a run makes of it is seen while the run goes on. */
export class FollowedResult {
  /** The result. */
  readonly file: string;
  readonly #redact: (result: CaseResult) => CaseResult;
  /** By what they were made of. */
  #parts: { readonly key: string; readonly parts: readonly PackedPart[] } | undefined;
  #growing: { readonly key: string; readonly run: GrowingRun } | undefined;

  /** `named` is a result or its journal. */
  constructor(named: string, redact: (result: CaseResult) => CaseResult) {
    this.file = isJournal(named) ? named.replace(/\.journal$/, ".json") : named;
    this.#redact = redact;
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
  open(): Now | undefined {
    const [latest] = this.files
      .flatMap((file) => {
        const stats = statSync(onDisk(file), { throwIfNoEntry: false });
        return stats === undefined || stats.size === 0 ? [] : [{ file, ...stats }];
      })
      .sort((one, other) => other.mtimeMs - one.mtimeMs);
    if (latest === undefined) return undefined;
    const { file, ino, size, mtimeMs } = latest;
    const journal = isJournal(file) ? JournalReading.open(file) : undefined;
    if (isJournal(file) && journal === undefined) return undefined;
    const look = [file, ino, size, mtimeMs].join();
    return { file, look, journal, ...(journal?.result() ?? readResult(file)) };
  }

  /** The parts of what was opened. Throws UserError. */
  async parts(now: Now, number: number, label: string): Promise<readonly PackedPart[]> {
    const { journal, header } = now;
    const isRunning = journal !== undefined && (await isHeld(this.#lock));
    const key = JSON.stringify([now.look, number, label, isRunning]);
    if (this.#parts?.key === key) return this.#parts.parts;
    const bytesOf = bytesIn([new MediaFolder(dirname(this.file))]);
    const place = { number, label, media: new MediaRoom(), bytesOf };
    let parts: readonly PackedPart[];
    if (isRunning) {
      const run = JSON.stringify([header.started_at, number, label]);
      if (this.#growing?.key !== run)
        this.#growing = { key: run, run: new GrowingRun(header, place, this.#redact) };
      parts = this.#growing.run.parts(journal);
    } else parts = partsOf(now, new RunParts(header, place), this.#redact);
    this.#parts = { key, parts };
    return parts;
  }

  /** What a run holds that writes this result. */
  get #lock(): string {
    const name = basename(this.file).replace(/(?:\.partial)?\.json$/, "");
    return join(dirname(this.file), `.${name}.lock`);
  }
}

function partsOf(
  reading: ResultReading,
  run: RunParts,
  redact: (result: CaseResult) => CaseResult,
): PackedPart[] {
  const parts: PackedPart[] = [];
  const { end } = eachCase(reading, (result) => parts.push(...run.add(redact(result))));
  return [...parts, ...run.end(end)];
}
