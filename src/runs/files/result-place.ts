import { join } from "node:path";
import { journalOf } from "../../results/journal/read-journal.ts";
import { readResultEnds } from "../../results/result-ends.ts";
import type { ResultHeader, SuiteEnd } from "../../results/result.ts";
import { resultName } from "./result-name.ts";

/** What tells the files of a run from those of other runs of the suite. */
export type RunNames = Pick<ResultHeader, "suite" | "variant" | "shard" | "selected">;

/**
 * Where a run puts its result, reports and journal. The result of a part of the suite never takes the place of a whole
 * one: where there is a whole one, it gets a name of its own.
 */
export class ResultPlace {
  readonly #output: string;
  readonly #name: string;
  readonly #selected: boolean;

  /** `output` is the directory of results. */
  constructor(output: string, run: RunNames) {
    this.#output = output;
    this.#name = resultName(run.suite, run);
    this.#selected = run.selected === true;
  }

  /** The name of the result and the reports, without endings, by what stopped the run. */
  name(stopped: SuiteEnd["stopped"]): string {
    const isWhole = stopped === null && !this.#selected;
    return isWhole || !isWholeResult(this.whole) ? this.#name : `${this.#name}.partial`;
  }

  /** What is worth a line on stderr at the end of a run that was stopped: its user asked for a result of all. */
  lines(stopped: SuiteEnd["stopped"]): string[] {
    const name = this.name(stopped);
    return this.#selected || name === this.#name
      ? []
      : [
          `${this.whole} keeps the last result of the whole suite; that of this run is ${join(this.#output, `${name}.json`)}.`,
        ];
  }

  file(stopped: SuiteEnd["stopped"]): string {
    return join(this.#output, `${this.name(stopped)}.json`);
  }

  /** The result of the suite as far as it is known. */
  get whole(): string {
    return join(this.#output, `${this.#name}.json`);
  }

  /** The result of a later run of a part of it, if there is one. */
  get partial(): string {
    return join(this.#output, `${this.#name}.partial.json`);
  }

  get journal(): string {
    return journalOf(this.#selected ? this.partial : this.whole);
  }

  /** No two runs at once may hold it. */
  get lock(): string {
    return join(this.#output, `.${this.#name}.lock`);
  }
}

/** Whether a result is there, and has all cases of its suite, or of its part. */
function isWholeResult(file: string): boolean {
  const ends = readResultEnds(file);
  return ends !== undefined && ends.stopped === null && ends.selected !== true;
}
