import type { CaseResult } from "../../results/result.ts";
import { didNotPass } from "../../runner/suite/case-result.ts";

/** Milliseconds between two drawings, at least. */
const REDRAW_MS = 50;

/** Observes how far a run is, and shows it on one line of stderr, if that is a terminal and this is not CI. */
export class Progress {
  readonly #total: number;
  readonly #isShown = process.stderr.isTTY === true && !process.env["CI"];
  #finished = 0;
  #notPassed = 0;
  #drawnAt = 0;

  /** `total` is how many cases are to be played. */
  constructor(total: number) {
    this.#total = total;
  }

  get notPassed(): number {
    return this.#notPassed;
  }

  caseFinished(result: CaseResult): void {
    this.#finished++;
    if (didNotPass(result)) this.#notPassed++;
    const now = performance.now();
    if (!this.#isShown || now - this.#drawnAt < REDRAW_MS) return;
    this.#drawnAt = now;
    const notPassed = this.#notPassed === 0 ? "" : `, ${this.#notPassed} not passed`;
    process.stderr.write(`\r\u001B[K${this.#finished} of ${this.#total} cases${notPassed}`);
  }

  clear(): void {
    if (this.#isShown) process.stderr.write("\r\u001B[K");
  }
}
