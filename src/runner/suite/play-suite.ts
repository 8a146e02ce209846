import type { Conclusions } from "../../results/result-file.ts";
import type { SuiteEnd } from "../../results/result.ts";
import { agentsMade } from "../../swarm/agent/agent.ts";
import { AgentForms } from "../agents/agent-forms.ts";
import { playTrial, trialKey, trialOf } from "../trial/play-trial.ts";
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
  return scheduleTrials(suite.survey, plan, services, {
    async play(testCase, number, controller) {
      const trial = trialOf(testCase, number, plan);
      const played =
        services.blockedTrial?.(trialKey(trial)) ??
        (await playTrial(trial, suite.agents, plan, services, observer, controller));
      const result = plan.failOnErrors ? countedTrial(played) : played;
      await observer.agentsMade(agentsMade());
      await observer.trialFinished(trial, result);
      return result;
    },
    caseFinished: observer.caseFinished,
    conclude: () => {
      const agents = forms.result();
      return { agents, ...observer.conclude(agents) };
    },
    target,
  });
}

/** One observer that calls each of these in turn. */
function observeAll(observers: readonly Observer[]): Required<Observer> {
  return {
    trialStarted: (...args) => observers.forEach((one) => one.trialStarted?.(...args)),
    agentAsked: (...args) => observers.forEach((one) => one.agentAsked?.(...args)),
    async agentsMade(agents) {
      for (const one of observers) await one.agentsMade?.(agents);
    },
    async trialFinished(trial, result) {
      for (const one of observers) await one.trialFinished?.(trial, result);
    },
    caseFinished: (result) => observers.forEach((one) => one.caseFinished?.(result)),
    conclude: (agents) =>
      Object.assign({}, ...observers.map((one) => one.conclude?.(agents))) as Conclusions,
  };
}
