import type { Case } from "../../cases/case.ts";
import type { PlayedTurn } from "../../checks/effects/effects.ts";
import type { Names } from "../../mutants/mutant.ts";
import type { TrialResult } from "../../results/result.ts";
import { UnplayableCaseError, UsageError } from "../../runner/errors.ts";
import type { Plan, Services, Suite } from "../../runner/suite/suite.ts";
import { trialsOf } from "../../runner/suite/select-cases.ts";
import { playTrial, trialOf } from "../../runner/trial/play-trial.ts";
import { toolName } from "../../swarm/agent/tool.ts";
import type { Agent } from "../../swarm/agent/agent.ts";

/** A replayed trial. */
export interface Replayed {
  readonly result: TrialResult;
  /** Undefined unless it passed. */
  readonly turns: readonly PlayedTurn[] | undefined;
  /** The agents that it might have asked, and their tools. */
  readonly names: Names;
}

/** What cases of a suite are replayed with. */
export interface Replays {
  readonly suite: Pick<Suite, "agents" | "caseFile">;
  readonly plan: Plan;
  readonly services: Services;
  /** The same, by which requests that differ from the recorded ones are answered by their place. */
  readonly byPlace: Services;
}

/** Replays all trials of a case. Throws UsageError for one that the agents cannot play. */
export async function replayedTrials(testCase: Case, replays: Replays): Promise<Replayed[]> {
  const trials: Replayed[] = [];
  for (let number = 1; number <= trialsOf(testCase, replays.plan.trials); number++)
    trials.push(await replayed(testCase, number, replays));
  return trials;
}

/** Replays one trial, numbered from 1. Throws as `replayedTrials` does. */
export async function replayed(
  testCase: Case,
  number: number,
  { suite, plan, services }: Replays,
): Promise<Replayed> {
  let turns: readonly PlayedTurn[] | undefined;
  const agents = new Set<Agent>();
  const controller = new AbortController();
  const interrupt = (): void => controller.abort(services.signal.reason);
  services.signal.addEventListener("abort", interrupt, { once: true });
  try {
    const result = await playTrial(
      trialOf(testCase, number, plan),
      suite.agents,
      { ...plan, unexpected: true },
      services,
      {
        trialStarted: (_, assembled) => assembled.agents.forEach((agent) => agents.add(agent)),
        agentAsked: (_, agent) => void agents.add(agent),
        turnsPlayed: (_, played) => void (turns = played),
      },
      controller,
    );
    return {
      result,
      turns: result.verdict === "passed" ? turns : undefined,
      names: namesOf(agents),
    };
  } catch (error) {
    if (!(error instanceof UnplayableCaseError)) throw error;
    throw new UsageError(`${suite.caseFile}: ${testCase.id}: ${error.message}`, { cause: error });
  } finally {
    services.signal.removeEventListener("abort", interrupt);
  }
}

function namesOf(agents: ReadonlySet<Agent>): Names {
  const tools = [...agents].flatMap(({ functions }) => functions.map(toolName));
  return {
    agents: [...new Set([...agents].map(({ name }) => name))],
    tools: [...new Set(tools)],
  };
}
