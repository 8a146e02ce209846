import type { CheckResult, TrialResult } from "../results/result.ts";
import { oneLine } from "../text/printable.ts";

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
  return `${placeOf(wrong, trial)}: ${oneLine(wrong.reason, MOST_CHARACTERS)}`;
}

function checkAndTurn({ check, turn }: CheckResult): string {
  return turn === null ? check : `${check} in turn ${turn}`;
}
