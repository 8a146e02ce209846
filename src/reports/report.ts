import type { CaseResult, ResultHeader, SuiteEnd } from "../results/result.ts";
import type { Paint } from "./words/paint.ts";

/** A piece of a report, and where it belongs. */
export type Output =
  | { readonly to: "stdout"; readonly text: string }
  /**
   * A piece of a file in the directory of reports. It stands after the pieces of that file that came before it; what is
   * only known at the end, and belongs at the start, stands before all of them.
   */
  | {
      readonly to: "file";
      readonly name: string;
      readonly place: "start" | "end";
      readonly text: string;
    }
  /** What GitHub shows on the page of a workflow's run; `brief` is for where there is no room left for `text`. */
  | { readonly to: "step_summary"; readonly text: string; readonly brief: string };

/** Draws a suite's result as its cases come in, in the order of the case file. It writes nothing itself. */
export interface Report {
  /** Returns what can be written already, so that a long suite's report need not be held in memory. */
  add(result: CaseResult): readonly Output[];
  end(end: SuiteEnd): readonly Output[];
}

/** Where a text is read. */
export interface Place {
  readonly paint: Paint;
  /** How many columns a line may take. */
  readonly columns: number;
}

/** What a report looks like depends on where it is read. */
export interface Surroundings extends Place {
  /** A file's path as the repository has it, from its root and with slashes. */
  readonly inRepository: (file: string) => string;
}

/** Begins the report of a suite. */
export type MakeReport = (header: ResultHeader, surroundings: Surroundings) => Report;

/** For a report that has nothing to write yet. */
export const NOTHING: readonly Output[] = [];
