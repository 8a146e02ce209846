import type { TrialResult } from "../results/result.ts";
import { checkPlace } from "./explain-trial.ts";
import { oneLine } from "./printable.ts";

const MOST_CHARACTERS = 300;

/** In one line, what went wrong first in a trial that did not pass. */
export function headline(trial: TrialResult): string {
  const { error, checks } = trial;
  if (error !== null) return oneLine(error.message, MOST_CHARACTERS);
  const wrong = checks.find(({ verdict }) => verdict !== "passed");
  if (wrong === undefined) return "";
  return `${checkPlace(wrong, trial)}: ${oneLine(wrong.reason, MOST_CHARACTERS)}`;
}
