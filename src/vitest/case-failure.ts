import { outcome } from "../reports/failures/case-row.ts";
import { Causes } from "../reports/failures/causes.ts";
import { explainWithTranscript } from "../reports/failures/explain-cause.ts";
import { Leftovers } from "../reports/failures/leftovers.ts";
import { plain } from "../reports/words/paint.ts";
import type { CaseResult, TrafficMode } from "../results/result.ts";
import { keepsFromPassing } from "../runner/suite/case-result.ts";

/** Where a case stands. */
interface Place {
  /** The path of the case file. */
  readonly file: string;
  readonly line: number;
}

/** A case that did not pass, in the words of the terminal report. Its stack leads to the case. */
class CaseFailure extends Error {
  constructor(id: string, text: string, { file, line }: Place) {
    super(text);
    this.name = "CaseFailure";
    this.stack = `${this.name}: ${text}\n    at ${id} (${file}:${line}:1)`;
  }
}

/** Why a case fails its test; undefined if it passes. */
export function caseFailure(
  result: CaseResult,
  traffic: TrafficMode,
  file: string,
): Error | undefined {
  if (!keepsFromPassing(result, traffic)) return undefined;
  const causes = new Causes(Infinity);
  causes.add(result);
  const leftovers = new Leftovers();
  if (traffic === "replay") leftovers.add(result);
  const lines = [
    ...(result.trials.length > 1 ? [outcome(result)] : []),
    ...causes.causes.flatMap((cause) => explainWithTranscript(cause, plain)),
    ...(leftovers.headline === undefined ? [] : [leftovers.headline, ...leftovers.lines]),
  ];
  return new CaseFailure(result.id, lines.join("\n"), { file, line: result.line });
}
