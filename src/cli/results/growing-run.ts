import type { PackedPart } from "../../reports/html/packed.ts";
import { RunParts, type PlaceOfRun } from "../../reports/html/run-parts.ts";
import type { JournalReading } from "../../results/journal/read-journal.ts";
import type { CaseResult, ResultHeader } from "../../results/result.ts";
import { SummaryBuilder } from "../../results/summary.ts";

/** Packs a run that goes on: what was packed stays, and only what has finished since is read. */
export class GrowingRun {
  readonly #run: RunParts;
  readonly #redact: (result: CaseResult) => CaseResult;
  readonly #summary = new SummaryBuilder();
  readonly #ids = new Set<string>();
  /** All but that of the run itself. */
  readonly #parts: PackedPart[] = [];

  constructor(header: ResultHeader, place: PlaceOfRun, redact: (result: CaseResult) => CaseResult) {
    this.#run = new RunParts(header, { ...place, isRunning: true });
    this.#redact = redact;
  }

  /** All parts, of the cases that have finished. Throws JournalReadError. */
  parts(journal: JournalReading): readonly PackedPart[] {
    for (const finished of journal.finished(this.#ids)) {
      const result = this.#redact(finished);
      this.#ids.add(result.id);
      this.#summary.add(result);
      this.#parts.push(...this.#run.add(result));
    }
    const duration_ms = Math.round(journal.standing.at);
    const parts = this.#run.end({ duration_ms, stopped: null, summary: this.#summary.soFar() });
    this.#parts.push(...parts.slice(0, -1));
    return [...this.#parts, ...parts.slice(-1)];
  }
}
