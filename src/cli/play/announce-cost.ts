import { dollars } from "../../reports/words/format.ts";
import { pricesText } from "../../reports/words/prices.ts";
import { readResultEnds } from "../../results/result-ends.ts";
import { estimateByResult, estimateByTapes } from "../../runner/budget/estimate.ts";
import type { TrialEstimate } from "../../runner/budget/estimate.ts";
import { selectCases, trialsOf } from "../../runner/suite/select-cases.ts";
import type { Plan, Suite } from "../../runner/suite/suite.ts";
import { trialOf } from "../../runner/trial/play-trial.ts";
import { addressOf } from "../../runner/trial/traffic.ts";
import { compactCount, plural } from "../../text/count.ts";
import { TapeFile } from "../../traffic/tape/file.ts";
import type { TapeContent } from "../../traffic/tape/tape.ts";
import { pricesOf, priceOrigin } from "./money.ts";
import { resultFile } from "./plan.ts";
import type { PlaySettings } from "./settings.ts";

/** A run of more trials than this says beforehand what it will take. */
const MOST_UNANNOUNCED = 100;

/** This many recordings tell what the others take. */
const MOST_SAMPLED = 50;

/** What the network will be asked for. */
interface Outlook {
  readonly suite: Suite;
  readonly trials: number;
  readonly recorded: readonly TapeFile[];
}

/** The mean use of a trial, and what it is based on. */
interface BasedEstimate extends TrialEstimate {
  readonly basis: string;
}

/** What a run that asks the network for more than 100 trials will take, in lines; none for a smaller run, or a replay. */
export async function announceCost(
  suites: readonly Suite[],
  plan: Plan,
  settings: PlaySettings,
): Promise<string[]> {
  const planned = suites.reduce((sum, { survey }) => sum + survey.trials, 0);
  if (settings.traffic === "replay" || planned <= MOST_UNANNOUNCED) return [];
  const outlooks: Outlook[] = [];
  for (const suite of suites) outlooks.push(await lookAhead(suite, plan, settings));
  const live = outlooks.reduce((sum, { trials }) => sum + trials, 0);
  if (live <= MOST_UNANNOUNCED) return [];
  return outlooks
    .filter(({ trials }) => trials > 0)
    .map((outlook) => announcement(outlook, settings));
}

async function lookAhead(
  suite: Suite,
  plan: Plan,
  { traffic, fixtures }: PlaySettings,
): Promise<Outlook> {
  const recorded: TapeFile[] = [];
  let missing = 0;
  for await (const { case: testCase } of selectCases(suite.survey, plan.selection)) {
    for (let number = 1; number <= trialsOf(testCase, plan.trials); number++) {
      const file = new TapeFile(fixtures, addressOf(suite.name, trialOf(testCase, number, plan)));
      if (!file.exists) missing++;
      else if (recorded.length < MOST_SAMPLED) recorded.push(file);
    }
    if (traffic !== "record" && recorded.length === MOST_SAMPLED) break;
  }
  return { suite, trials: traffic === "record" ? missing : suite.survey.trials, recorded };
}

function announcement(outlook: Outlook, settings: PlaySettings): string {
  const { suite, trials } = outlook;
  const most = settings.until === undefined ? "" : "at most ";
  const head = `${suite.caseFile}: ${most}${trials} trials`;
  const found = estimateTrial(outlook, settings);
  if (found === undefined) return `${head}; no estimate: no earlier result or recording.`;
  const { tokens, cost, unpriced, basis } = found;
  const total = `about ${compactCount(tokens * trials)} tokens`;
  return cost === undefined
    ? `${head}, ${total}, going by ${basis}. Their cost is not known: there is no price for ${unpriced.join(", ")}.`
    : `${head} × ${dollars(cost)} = ${dollars(cost * trials)} (${total}), going by ${basis}. ${pricesText(priceOrigin(settings))}`;
}

function estimateTrial(
  { suite, recorded }: Outlook,
  settings: PlaySettings,
): BasedEstimate | undefined {
  const prices = pricesOf(settings);
  const file = resultFile(suite.name, settings);
  const last = readResultEnds(file);
  const byResult =
    last?.model_override === (settings.modelOverride ?? null)
      ? estimateByResult(last, prices)
      : undefined;
  if (last !== undefined && byResult !== undefined)
    return { ...byResult, basis: `the ${plural(last.summary.trials, "trial")} of ${file}` };
  const tapes = recorded.flatMap(loaded);
  const byTapes = estimateByTapes(tapes, prices);
  return byTapes && { ...byTapes, basis: `${plural(tapes.length, "recording")} of the suite` };
}

function loaded(file: TapeFile): TapeContent[] {
  try {
    const tape = file.load();
    return tape === undefined ? [] : [tape];
  } catch {
    return [];
  }
}
