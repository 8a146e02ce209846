import { RefusalError } from "../http/refusals.ts";

/** The failed check that ended a trial at a moment which only its recording knows. */
export interface RecordedEnd {
  readonly check: string;
  readonly turn: number | null;
  readonly reason: string;
}

/** Thrown for what a trial asks beyond a recording that such a check ended: it ends this trial, too. */
export class RecordedEndError extends RefusalError {
  readonly end: RecordedEnd;

  constructor(end: RecordedEnd) {
    super(end.reason);
    this.end = end;
  }
}
