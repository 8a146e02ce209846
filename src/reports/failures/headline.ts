import type { CaseResult, CheckResult, TrialResult } from "../../results/result.ts";
import { oneLine } from "../../text/printable.ts";

const MOST_CHARACTERS = 300;

/** In one line, what went wrong first in a trial that did not pass. `placeOf` says where a check stands. */
export function headline(
  trial: TrialResult,
  placeOf: (check: CheckResult, trial: TrialResult) => string = checkAndTurn,
): string {
  const { error, checks } = trial;
  if (error !== null) return oneLine(error.message, MOST_CHARACTERS);
  const wrong = checks.find(({ verdict }) => verdict !== "passed");
  if (wrong === undefined) return "";
  return `${placeOf(wrong, trial)}: ${oneLine(whatDiffers(wrong), MOST_CHARACTERS)}`;
}

/** Of a list of calls only those that are missing, unexpected or otherwise: there is no room for what is as it should be. A judge may write a list of its own. */
function whatDiffers({ check, reason }: CheckResult): string {
  if (check !== "tool_calls") return reason;
  const marked = reason.split("\n").filter((line) => /^ *[-+!] /.test(line));
  return marked.length === 0 ? reason : marked.map((line) => line.trimStart()).join("\n");
}

/** In one line, why a case did not pass, or was skipped; empty where it passed, or that was not said. */
export function caseHeadline(result: CaseResult): string {
  const shown = shownTrial(result);
  return shown === undefined ? (result.reason ?? "") : headline(shown);
}

function checkAndTurn({ check, turn }: CheckResult): string {
  return turn === null ? check : `${check} in turn ${turn}`;
}

/** The trial that stands for its case where one has to: the first that went as the case did. Undefined where none did, as where it was skipped. */
export function shownTrial({ verdict, trials }: CaseResult): TrialResult | undefined {
  return trials.find((trial) => trial.verdict === verdict);
}
