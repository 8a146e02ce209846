import type { CaseResult } from "../../results/result.ts";
import { didNotPass } from "../../runner/suite/verdict.ts";

/** How far a run is, on one line of stderr that is written over; nothing where stderr is no terminal, or in CI. */
export class Progress {
  readonly #total: number;
  readonly #shown = process.stderr.isTTY === true && !process.env["CI"];
  #done = 0;
  #wrong = 0;
  #drawnAt = 0;

  constructor(total: number) {
    this.#total = total;
  }

  add(result: CaseResult): void {
    this.#done++;
    if (didNotPass(result)) this.#wrong++;
    const now = performance.now();
    if (!this.#shown || now - this.#drawnAt < 50) return;
    this.#drawnAt = now;
    const wrong = this.#wrong === 0 ? "" : `, ${this.#wrong} not passed`;
    process.stderr.write(`\r\u001B[K${this.#done} of ${this.#total} cases${wrong}`);
  }

  clear(): void {
    if (this.#shown) process.stderr.write("\r\u001B[K");
  }
}
