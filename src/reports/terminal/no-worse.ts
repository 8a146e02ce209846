import type { NoWorse } from "../../results/comparison-result.ts";
import { plural } from "../../text/count.ts";
import { oneLine } from "../../text/printable.ts";
import type { Place } from "../report.ts";
import { dollars, percent, signedPercent } from "../words/format.ts";

/** Whether a model is no worse than the first, how far that is shown, and the money. */
export function noWorseLines(one: NoWorse, { paint }: Place): string[] {
  const { reference, candidate, margin, alpha, verdict, difference, interval } = one;
  const { cases, looks, trials_per_case: trials, enough_trials_per_case: enough } = one;
  const names = `${oneLine(candidate)} against ${oneLine(reference)}`;
  const by = percent(margin);
  const verdicts = {
    certified: paint("green", `certified no worse by more than ${by}`),
    worse: paint("red", `worse by more than ${by}`),
    "not certified": paint("yellow", `not certified to be no worse by more than ${by}`),
  } as const;
  const looked = looks === 1 ? "one look" : `${looks} looks`;
  return [
    `${paint("bold", names)}: ${verdicts[verdict]}`,
    `  a difference of ${signedPercent(difference)}, at least ${signedPercent(interval[0])} and at most ${signedPercent(interval[1])}, each at the level of ${alpha} at all looks together: ${looked} at ${plural(cases, "case")} with ${Number(trials.toFixed(1))} trials each on average`,
    ...(verdict === "not certified" && enough !== null
      ? [
          `  A model that is just as good is certified with a chance of 95 % by about ${plural(enough, "trial")} a case.`,
        ]
      : []),
    ...moneyLines(one),
  ];
}

function moneyLines({ candidate, saved_per_1000: saved, cost_per_trial: cost }: NoWorse): string[] {
  if (saved === null || (cost.reference === 0 && cost.candidate === 0)) return [];
  const costs = `${dollars(cost.candidate)} a conversation instead of ${dollars(cost.reference)}`;
  const change = saved < 0 ? `costs ${dollars(-saved)} more` : `saves ${dollars(saved)}`;
  return [`  ${oneLine(candidate)} takes ${costs}, and ${change} for 1,000 of them.`];
}
