import { existsSync } from "node:fs";
import type { Case } from "../../cases/case.ts";
import { dollars } from "../../reports/words/format.ts";
import { pricesText } from "../../reports/words/prices.ts";
import { readResultEnds } from "../../results/result-ends.ts";
import type { AgentsModule } from "../../runner/agents/agents-module.ts";
import {
  COMPLETIONS_A_TURN,
  estimateByPrompts,
  estimateByResult,
  estimateByTapes,
} from "../../runner/budget/estimate.ts";
import type { Prompts, TrialEstimate } from "../../runner/budget/estimate.ts";
import { selectCases, trialsOf } from "../../runner/suite/select-cases.ts";
import type { Selection } from "../../runner/suite/select-cases.ts";
import { toolSchema, toolsOf } from "../../swarm/tools/function-to-json.ts";
import { compactCount, plural } from "../../text/count.ts";
import { loadTape } from "../../traffic/tape/file.ts";
import { tapePath } from "../../traffic/tape/path.ts";
import type { TapeAddress } from "../../traffic/tape/path.ts";
import type { TapeContent } from "../../traffic/tape/tape.ts";
import type { LoadedSuite } from "./load-suites.ts";
import type { PlaySettings } from "./play-settings.ts";
import { resultFile } from "./play-suite.ts";
import { priceOrigin, pricesOf } from "./run-prices.ts";
import type { SuiteFiles } from "./suite-files.ts";
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

/** What the network will be asked for, and what there is to go by. */
interface Outlook {
  readonly suite: SuiteFiles;
  readonly agentsModule: AgentsModule;
  readonly trials: number;
  readonly recorded: readonly TapeAddress[];
  readonly cases: readonly Case[];
}

/** What a trial takes, and by what that is told, for a reader. */
interface BasedEstimate extends TrialEstimate {
  readonly basis: string;
}

/** What a trial of a suite will take, by what was really used where there is anything of the kind; undefined where nothing tells. */
async function estimateTrial(
  outlook: Outlook,
  settings: PlaySettings,
): Promise<BasedEstimate | undefined> {
  const prices = pricesOf(settings);
  const file = resultFile(outlook.suite, settings);
  const last = readResultEnds(file);
  const byResult =
    last?.model_override === (settings.modelOverride ?? null)
      ? estimateByResult(last, prices)
      : undefined;
  if (last !== undefined && byResult !== undefined)
    return { ...byResult, basis: `the ${plural(last.summary.trials, "trial")} of ${file}` };
  const tapes = outlook.recorded.flatMap((address) => loaded(settings.fixtures, address));
  const byTapes = estimateByTapes(tapes, prices);
  if (byTapes !== undefined)
    return { ...byTapes, basis: `${plural(tapes.length, "recording")} of the suite` };
  const prompts = await promptsOf(outlook, settings);
  const byPrompts = prompts && estimateByPrompts(prompts, prices);
  const basis = `the size of the prompts, with ${COMPLETIONS_A_TURN} completions a turn`;
  return byPrompts && { ...byPrompts, basis };
}

function loaded(fixtures: string, address: TapeAddress): TapeContent[] {
  try {
    const tape = loadTape(fixtures, address);
    return tape === undefined ? [] : [tape];
  } catch {
    return [];
  }
}

/** Instructions that are made anew in every conversation are taken to be as long as a routine. */
const INSTRUCTIONS_BYTES = 1_500;

async function promptsOf(
  { agentsModule, cases }: Outlook,
  { modelOverride }: PlaySettings,
): Promise<Prompts | undefined> {
  const [first] = cases;
  if (first === undefined) return undefined;
  try {
    const { agents, starting } = await agentsModule.assemble({ id: first.id, trial: 1 });
    const sizes = agents.map(
      (agent) =>
        JSON.stringify(toolsOf(agent).map(toolSchema)).length +
        (typeof agent.instructions === "string" ? agent.instructions.length : INSTRUCTIONS_BYTES),
    );
    return {
      model: modelOverride ?? starting(first.agent).model,
      promptBytes: sizes.reduce((sum, size) => sum + size, 0) / sizes.length,
      userBytes:
        JSON.stringify(cases.map(({ turns }) => turns.map(({ user }) => user))).length /
        cases.length,
      turns: cases.reduce((sum, { turns }) => sum + turns.length, 0) / cases.length,
    };
  } catch {
    // What is wrong with the factory is said where it is played.
    return undefined;
  }
}
