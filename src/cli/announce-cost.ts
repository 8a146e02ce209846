import { existsSync } from "node:fs";
import type { Case } from "../cases/case.ts";
import { dollars } from "../reports/format.ts";
import { pricesText } from "../reports/prices.ts";
import { selectCases, trialsOf } from "../runner/select-cases.ts";
import type { Selection } from "../runner/select-cases.ts";
import { compactCount } from "../text/count.ts";
import { tapePath } from "../traffic/tape-path.ts";
import type { TapeAddress } from "../traffic/tape-path.ts";
import { estimateTrial } from "./estimate-trial.ts";
import type { Outlook } from "./estimate-trial.ts";
import type { LoadedSuite } from "./load-suites.ts";
import type { PlaySettings } from "./play-settings.ts";
import { priceOrigin } from "./run-prices.ts";
import { tapeAddress } from "./tape-address.ts";

/** A run of more trials than this says beforehand what it will take. */
const MOST_UNANNOUNCED = 100;

/** So many recordings tell what the others take. */
const MOST_SAMPLED = 50;

/** Says what a run that asks the network for more than 100 trials will take, and by what that is told; nothing of a smaller one, or of a replay. */
export async function announceCost(
  suites: readonly LoadedSuite[],
  selection: Selection,
  settings: PlaySettings,
): Promise<string[]> {
  const planned = suites.reduce((sum, { survey }) => sum + survey.trials, 0);
  if (settings.traffic === "replay" || planned <= MOST_UNANNOUNCED) return [];
  const outlooks: Outlook[] = [];
  for (const each of suites) outlooks.push(await lookAhead(each, selection, settings));
  const live = outlooks.reduce((sum, { trials }) => sum + trials, 0);
  if (live <= MOST_UNANNOUNCED) return [];
  const lines: string[] = [];
  for (const outlook of outlooks)
    if (outlook.trials > 0) lines.push(await announcement(outlook, settings));
  return lines;
}

async function lookAhead(
  { suite, survey, agentsModule }: LoadedSuite,
  selection: Selection,
  settings: PlaySettings,
): Promise<Outlook> {
  const { traffic, fixtures } = settings;
  const cases: Case[] = [];
  const recorded: TapeAddress[] = [];
  let missing = 0;
  for await (const { case: script } of selectCases(survey, selection)) {
    if (cases.length < MOST_SAMPLED) cases.push(script);
    for (let trial = 1; trial <= trialsOf(script, settings.trials); trial++) {
      const address = tapeAddress(suite.name, script, trial, settings);
      if (!existsSync(tapePath(fixtures, address))) missing++;
      else if (recorded.length < MOST_SAMPLED) recorded.push(address);
    }
    const isSampled = cases.length === MOST_SAMPLED && recorded.length === MOST_SAMPLED;
    if (traffic !== "record" && isSampled) break;
  }
  const trials = traffic === "record" ? missing : survey.trials;
  return { suite, agentsModule, trials, recorded, cases };
}

async function announcement(outlook: Outlook, settings: PlaySettings): Promise<string> {
  const { suite, trials } = outlook;
  const most = settings.until === undefined ? "" : "at most ";
  const head = `${suite.cases}: ${most}${trials} trials`;
  const found = await estimateTrial(outlook, settings);
  if (found === undefined) return `${head}; there is nothing to tell by what they will take.`;
  const { tokens, cost, unpriced, basis } = found;
  const total = `about ${compactCount(tokens * trials)} tokens`;
  return cost === undefined
    ? `${head}, ${total}, going by ${basis}. What they cost is not known: there is no price for ${unpriced.join(", ")}.`
    : `${head} × ${dollars(cost)} = ${dollars(cost * trials)} (${total}), going by ${basis}. ${pricesText(priceOrigin(settings))}`;
}
