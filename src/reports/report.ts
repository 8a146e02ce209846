import type { CaseResult, ResultHeader, SuiteEnd } from "../results/result.ts";
import type { Paint } from "./paint.ts";

/** A piece of a finished report, and where it belongs. */
export type Output =
  | { readonly to: "stdout"; readonly text: string }
  /** A file in the directory of reports. */
  | { readonly to: "file"; readonly name: string; readonly text: string }
  /** What GitHub shows on the page of a workflow's run. */
  | { readonly to: "step_summary"; readonly text: string };

/** Draws a suite's result as its cases come in, in the order of the case file. It writes nothing itself. */
export interface Report {
  add(result: CaseResult): void;
  end(end: SuiteEnd): readonly Output[];
}

export type MakeReport = (header: ResultHeader, paint: Paint) => Report;
