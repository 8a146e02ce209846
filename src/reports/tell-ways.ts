import type { TrialResult } from "../results/result.ts";
import type { Way } from "./causes.ts";
import { listed } from "../text/listed.ts";

/** Of a case that went wrong in more ways the first ones are told. */
const MOST_WAYS = 3;

/** Tells the first trial of each way in which a case of so many trials went wrong, and in which others it did so too. */
export function tellWays(
  ways: readonly Way[],
  trials: number,
  tell: (trial: TrialResult, index: number) => readonly string[],
): string[] {
  const told = ways.slice(0, MOST_WAYS).flatMap((way, index) => {
    const said = tell(way[0], index);
    if (trials === 1) return said;
    const which =
      way.length === trials ? `all ${trials} trials` : `${trialsText([way])} of ${trials}`;
    return [`In ${which}:`, ...said.map((line) => `  ${line}`)];
  });
  const more = ways.slice(MOST_WAYS);
  if (more.length === 0) return told;
  return [...told, `In ${trialsText(more)} it failed otherwise: see the result file.`];
}

/** `trial 2`, `trials 1, 2 and 5`. */
function trialsText(ways: readonly Way[]): string {
  const numbers = ways
    .flat()
    .map(({ trial }) => trial)
    .sort((a, b) => a - b);
  return `${numbers.length === 1 ? "trial" : "trials"} ${listed(numbers)}`;
}
