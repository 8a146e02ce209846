import type { HistoryResult } from "../history/history-result.ts";
import type { CaseResult, ResultHeader, SuiteEnd } from "../results/result.ts";
import type { Media } from "../media/media.ts";
import type { OtlpSpan } from "./otlp-span.ts";
import type { Paint } from "./words/paint.ts";

/** A piece of a report and its destination. */
export type Output =
  | { readonly to: "stdout"; readonly text: string }
  /** Commands to the server that runs the workflow, printed on stdout. */
  | { readonly to: "workflow"; readonly text: string }
  /**
   * A piece of the file with this ending (`.csv`) that belongs to the result: after the earlier pieces of that file, or
   * before all of them.
   */
  | {
      readonly to: "file";
      readonly ending: string;
      readonly place: "start" | "end";
      readonly text: string;
    }
  /** Spans for a collector of OpenTelemetry. */
  | { readonly to: "collector"; readonly spans: readonly OtlpSpan[] }
  /** For the page of a workflow's run on GitHub; `brief` if there is no room for `text`. */
  | { readonly to: "step_summary"; readonly text: string; readonly brief: string };

/** Draws the result of a suite case by case, in the order of the case file. It writes nothing itself. */
export interface Report {
  /** Returns what can be written already: the report of a long suite need not fit into memory. */
  add(result: CaseResult): readonly Output[];
  end(end: SuiteEnd): readonly Output[];
}

/** The terminal or page for which a text is made. */
export interface Place {
  readonly paint: Paint;
  readonly columns: number;
}

export interface Surroundings extends Place {
  /** Whether the chances of each case are wanted. */
  readonly verbose: boolean;
  /** The path from the working directory of a file that a result names. */
  readonly fromHere: (file: string) => string;
  /** The path of such a file from the root of the repository, with slashes. */
  readonly inRepository: (file: string) => string;
  /** The bytes of a picture or sound that a result names; undefined if they are not there. */
  readonly bytesOf: (media: Media) => Buffer | undefined;
  /** What is kept of the suite's runs, if anything is; asked once this run has ended. */
  readonly history?: (() => HistoryResult | undefined) | undefined;
}

export type MakeReport = (header: ResultHeader, surroundings: Surroundings) => Report;
