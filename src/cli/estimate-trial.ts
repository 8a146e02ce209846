import type { Case } from "../cases/case.ts";
import { readResultEnds } from "../results/result-ends.ts";
import type { AgentsModule } from "../runner/agents-module.ts";
import {
  COMPLETIONS_A_TURN,
  estimateByPrompts,
  estimateByResult,
  estimateByTapes,
} from "../runner/estimate.ts";
import type { Prompts, TrialEstimate } from "../runner/estimate.ts";
import { toolSchema, toolsOf } from "../swarm/function-to-json.ts";
import { plural } from "../text/count.ts";
import type { TapeContent } from "../traffic/tape.ts";
import { loadTape } from "../traffic/tape-file.ts";
import type { TapeAddress } from "../traffic/tape-path.ts";
import { resultFile } from "./play-suite.ts";
import type { PlaySettings } from "./play-settings.ts";
import { pricesOf } from "./run-prices.ts";
import type { SuiteFiles } from "./suite-files.ts";

/** What the network will be asked for, and what there is to go by. */
export interface Outlook {
  readonly suite: SuiteFiles;
  readonly agentsModule: AgentsModule;
  readonly trials: number;
  readonly recorded: readonly TapeAddress[];
  readonly cases: readonly Case[];
}

/** What a trial takes, and by what that is told, for a reader. */
export interface BasedEstimate extends TrialEstimate {
  readonly basis: string;
}

/** What a trial of a suite will take, by what was really used where there is anything of the kind; undefined where nothing tells. */
export async function estimateTrial(
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
