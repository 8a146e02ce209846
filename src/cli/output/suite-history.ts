import { History } from "../../history/history.ts";
import { partialReason, RunHistory } from "../../history/run-history.ts";
import type { CaseResult, ResultHeader, SuiteEnd } from "../../results/result.ts";
import { historyFile } from "./history-file.ts";

/** Keeps a run of a whole suite in the history beside its result; an observer. */
export class SuiteHistory {
  readonly #history: History;
  readonly #run = new RunHistory();

  private constructor(history: History) {
    this.#history = history;
  }

  /** Throws HistoryError for a history that cannot be used, before anything is played. */
  static async open({ output }: { readonly output: string }): Promise<SuiteHistory> {
    return new SuiteHistory(await History.open(historyFile(output)));
  }

  caseFinished(result: CaseResult): void {
    this.#run.caseFinished(result);
  }

  /** Keeps the run, unless it is a part of the suite. Throws HistoryError. */
  keep(header: ResultHeader, end: SuiteEnd): void {
    if (partialReason(header, end) === undefined)
      this.#history.add([{ suite: header.suite, ...this.#run.end(header, end) }]);
    this.#history.close();
  }
}
