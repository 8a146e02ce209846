import { readGivenCase, type GivenCase } from "../cases/reading/given-case.ts";
import type { TrialResult } from "../results/result.ts";
import { written } from "../results/written-trial.ts";
import {
  GIVEN_AGENTS,
  givenAgents,
  loadAgentsModule,
  type AgentsModule,
} from "../runner/agents/agents-module.ts";
import { TrialAbort, UnplayableCaseError, UsageError } from "../runner/errors.ts";
import { playTrial, trialOf } from "../runner/trial/play-trial.ts";
import { suiteTraffic } from "../runner/trial/traffic.ts";
import { usualFixtures } from "./files/fixtures.ts";
import { settingsOf, type LibraryOptions } from "./library-options.ts";
import { planOf, pricesOf } from "./plan/plan.ts";
import { budgetOf, trafficOptions } from "./plan/services.ts";
import { enterGround } from "./process/ground.ts";
import type { PlayOptions } from "./settings/options.ts";

/** How one case is played. */
export interface PlayCaseOptions extends LibraryOptions {
  /** The number of the trial, from 1; each has a recording of its own. */
  readonly trial?: number | undefined;
  /** What its recordings are filed under, beside its id; `"cases"` by default. */
  readonly suite?: string | undefined;
}

/** As `playCase` of the library. */
export async function playCase(
  given: GivenCase,
  { trial: number = 1, suite = "cases", signal, ...options }: PlayCaseOptions,
): Promise<TrialResult> {
  const ground = enterGround();
  try {
    const settings = await settingsOf(options);
    const { traffic } = settings;
    const testCase = await readGivenCase(given, "playCase");
    ground.prepare({ ...settings, homes: [] });
    const agents = await agentsOf(settings);
    const plan = planOf(settings);
    const fixtures = usualFixtures(settings);
    const again = (mode: string): string => `playCase(…, { traffic: ${JSON.stringify(mode)} })`;
    const recorded = trafficOptions({ caseFile: "", fixtures }, settings);
    const services = {
      traffic: suiteTraffic(
        traffic,
        suite,
        { ...recorded, command: settings.howToRecord ?? again },
        budgetOf(settings, undefined),
      ),
      prices: pricesOf(settings),
    };
    const controller = new AbortController();
    const interrupt = (): void =>
      controller.abort(new TrialAbort("interrupted", "The trial was interrupted."));
    signal?.addEventListener("abort", interrupt, { once: true });
    if (signal?.aborted === true) interrupt();
    const trial = trialOf(testCase, number, plan);
    const played = playTrial(trial, agents, plan, services, {}, controller);
    return written(await played.finally(() => signal?.removeEventListener("abort", interrupt)))
      .result;
  } catch (error) {
    if (!(error instanceof UnplayableCaseError)) throw error;
    throw new UsageError(`playCase: ${JSON.stringify(given.id)}: ${error.message}`, {
      cause: error,
    });
  } finally {
    ground.leave();
  }
}

async function agentsOf({ entry, agents, checks, timeout }: PlayOptions): Promise<AgentsModule> {
  if (entry !== undefined) return givenAgents(entry, checks);
  if (agents === undefined) throw new UsageError(`playCase needs agents: give it ${GIVEN_AGENTS}.`);
  return loadAgentsModule(agents, { timeoutMs: timeout, checks });
}
