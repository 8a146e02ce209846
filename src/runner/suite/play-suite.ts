import type { Conclusions } from "../../results/result-file.ts";
import type { SuiteEnd, TrialResult } from "../../results/result.ts";
import { written, type WrittenTrial } from "../../results/written-trial.ts";
import type { Standing } from "../../results/journal/journal.ts";
import { agentsMade } from "../../swarm/agent/agent.ts";
import { AgentForms } from "../agents/agent-forms.ts";
import { playTrial, trialOf } from "../trial/play-trial.ts";
import type { Trial } from "../trial/traffic.ts";
import { countedTrial } from "./counted-trial.ts";
import { scheduleTrials } from "./schedule-trials.ts";
import type { Observer, Plan, ResultTarget, Services, Suite } from "./suite.ts";

/** Plays the selected cases of a suite and writes results as they finish. Observers that a run lacks are undefined. Throws UsageError and our own bugs. */
export async function playSuite(
  suite: Suite,
  plan: Plan,
  services: Services,
  observers: readonly (Observer | undefined)[],
  target: ResultTarget,
): Promise<SuiteEnd> {
  const forms = new AgentForms();
  const observer = observeAll([forms, ...observers].filter((one) => one !== undefined));
  if (target.kept !== undefined) observer.takenUp(target.kept.standing);
  const introduce = introducer(suite, observer);
  const counted = (played: TrialResult): WrittenTrial => {
    const trial = written(played);
    if (!plan.failOnErrors) return trial;
    const result = countedTrial(trial.result);
    return result === trial.result ? trial : written(result);
  };
  const onBlocked: Services["onBlocked"] = (keep) =>
    services.onBlocked?.(({ id, result }) => keep({ id, result: counted(result).result }));
  return scheduleTrials(
    suite.survey,
    plan,
    { ...services, onBlocked },
    {
      async play(testCase, number, controller) {
        const trial = trialOf(testCase, number, plan);
        const played = await playTrial(trial, suite.agents, plan, services, observer, controller);
        const kept = counted(played);
        await observer.agentsMade(agentsMade());
        await observer.trialFinished(trial, kept.result);
        return kept;
      },
      async takeUp(testCase, result) {
        const trial = trialOf(testCase, result.trial, plan);
        await introduce(trial, result);
        await observer.trialFinished(trial, result);
      },
      standing: observer.standing,
      caseFinished: observer.caseFinished,
      conclude: () => {
        const agents = forms.result();
        return { agents, ...observer.conclude(agents) };
      },
      target,
    },
  );
}

/** Makes the agents of a trial that is not played, for those who count what there is, if any of them is unknown. */
function introducer(
  { agents }: Suite,
  observer: Required<Observer>,
): (trial: Trial, result: TrialResult) => Promise<void> {
  const known = new Set(agents.made.map(({ name }) => name));
  return async (trial, { steps }) => {
    if (steps.every(({ agent }) => known.has(agent))) return;
    for (const { agent } of steps) known.add(agent);
    const { testCase, number } = trial;
    try {
      const { id, world } = testCase;
      observer.trialStarted(trial, await agents.assemble({ id, trial: number, world }));
    } catch {
      // It has had its trial, and the result says how that ended.
    }
    await observer.agentsMade(agentsMade());
  };
}

/** One observer that calls each of these in turn. */
function observeAll(observers: readonly Observer[]): Required<Observer> {
  return {
    trialStarted: (...args) => observers.forEach((one) => one.trialStarted?.(...args)),
    turnsPlayed: (...args) => observers.forEach((one) => one.turnsPlayed?.(...args)),
    agentAsked: (...args) => observers.forEach((one) => one.agentAsked?.(...args)),
    async agentsMade(agents) {
      for (const one of observers) await one.agentsMade?.(agents);
    },
    async trialFinished(trial, result) {
      for (const one of observers) await one.trialFinished?.(trial, result);
    },
    standing: () => Object.assign({}, ...observers.map((one) => one.standing?.())) as Standing,
    takenUp: (...args) => observers.forEach((one) => one.takenUp?.(...args)),
    caseFinished: (result) => observers.forEach((one) => one.caseFinished?.(result)),
    conclude: (agents) =>
      Object.assign({}, ...observers.map((one) => one.conclude?.(agents))) as Conclusions,
  };
}
