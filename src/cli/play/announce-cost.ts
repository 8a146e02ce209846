import { dollars } from "../../reports/words/format.ts";
import { pricesText } from "../../reports/words/prices.ts";
import { readResultEnds } from "../../results/result-ends.ts";
import { costOf, priceOf } from "../../models/prices.ts";
import { selectCases, trialsOf } from "../../runner/suite/select-cases.ts";
import type { Plan, Suite } from "../../runner/suite/suite.ts";
import { trialOf } from "../../runner/trial/play-trial.ts";
import { addressOf } from "../../runner/trial/traffic.ts";
import { compactCount, plural } from "../../text/count.ts";
import { TapeFile } from "../../traffic/tape/file.ts";
import { tokensOf } from "../../trajectory/tokens-of.ts";
import type { PlayOptions } from "../../runs/settings/options.ts";
import type { RunOptions } from "../options/run-flags.ts";
import { ResultPlace } from "../../runs/files/result-place.ts";
import { priceOrigin, pricesOf } from "../../runs/plan/plan.ts";

/** A run of more trials than this says beforehand what it will take. */
const MOST_UNANNOUNCED = 100;

type CostOptions = Pick<PlayOptions, "traffic" | "variant" | "prices"> &
  Partial<Pick<RunOptions, "until">>;

/** What a run that asks the network for more than 100 trials will take, a line for each suite. */
export async function announceCost(
  suites: readonly Suite[],
  plan: Plan,
  options: CostOptions,
): Promise<string[]> {
  const planned = suites.reduce((sum, { survey }) => sum + survey.trials, 0);
  if (options.traffic === "replay" || planned <= MOST_UNANNOUNCED) return [];
  const outlooks: { readonly suite: Suite; readonly trials: number }[] = [];
  for (const suite of suites)
    outlooks.push({ suite, trials: await liveTrials(suite, plan, options) });
  const live = outlooks.reduce((sum, { trials }) => sum + trials, 0);
  if (live <= MOST_UNANNOUNCED) return [];
  return outlooks
    .filter(({ trials }) => trials > 0)
    .map(({ suite, trials }) => announcement(suite, trials, plan, options));
}

/** How many trials ask the network. */
async function liveTrials(
  { name, survey, fixtures }: Suite,
  plan: Plan,
  { traffic }: CostOptions,
): Promise<number> {
  if (traffic !== "record") return survey.trials;
  let missing = 0;
  for await (const { case: testCase } of selectCases(survey, plan.selection))
    for (let number = 1; number <= trialsOf(testCase, plan.trials); number++) {
      const address = addressOf(name, trialOf(testCase, number, plan));
      if (!new TapeFile(fixtures, address).exists) missing++;
    }
  return missing;
}

/** By the mean use of a trial in the last result, judges and simulated users included. */
function announcement(suite: Suite, trials: number, plan: Plan, options: CostOptions): string {
  const most = options.until === undefined && options.traffic !== "update" ? "" : "at most ";
  const head = `${suite.caseFile}: ${most}${trials} trials`;
  const { name, output } = suite;
  const { variant } = options;
  const file = new ResultPlace(output, {
    suite: name,
    ...(variant === undefined ? {} : { variant }),
  }).whole;
  const last = readResultEnds(file);
  const { spending: ofAgents, judges, simulated_users: users } = last?.summary ?? {};
  const used = [ofAgents, judges, users?.spending].flatMap((spending) =>
    Object.entries(spending ?? {}).flatMap(
      ([asked, { usage, answered_by: [model = asked] = [] }]) =>
        usage === null ? [] : [{ model, usage }],
    ),
  );
  if (last?.model_override !== (plan.variant.model ?? null) || used.length === 0)
    return `${head}; no estimate: there is no earlier result of the same models in ${file}.`;
  const perTrial = (total: number): number => total / last.summary.trials;
  const tokens = perTrial(used.reduce((sum, { usage }) => sum + tokensOf(usage), 0));
  const total = `about ${compactCount(tokens * trials)} tokens`;
  const basis = `going by the ${plural(last.summary.trials, "trial")} of ${file}`;
  const prices = pricesOf(options);
  const unpriced = new Set(
    used.map(({ model }) => model).filter((model) => !priceOf(model, prices)),
  );
  if (unpriced.size > 0)
    return `${head}, ${total}, ${basis}. Their cost is not known: there is no price for ${[...unpriced].join(", ")}.`;
  const cost = perTrial(
    used.reduce((sum, { model, usage }) => sum + (costOf(model, usage, prices) ?? 0), 0),
  );
  return `${head} × ${dollars(cost)} = ${dollars(cost * trials)} (${total}), ${basis}. ${pricesText(priceOrigin(options))}`;
}
