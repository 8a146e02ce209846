import type { TrialResult } from "../../results/result.ts";

/** The model that each agent asked. */
export type AgentModels = Readonly<Record<string, string>>;

/** The model that each agent asked in the trials of a case, by the agents' names; several, which only changing agents have, by comma. */
export function modelsOf(trials: readonly Pick<TrialResult, "steps">[]): AgentModels {
  const asked = new Map<string, Set<string>>();
  for (const { steps } of trials) {
    for (const step of steps) {
      if (step.type !== "reply") continue;
      const known = asked.get(step.agent);
      if (known === undefined) asked.set(step.agent, new Set([step.model]));
      else known.add(step.model);
    }
  }
  const sorted = [...asked].sort(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(
    sorted.map(([agent, models]) => [agent, [...models].sort().join(", ")]),
  );
}

/**
 * The agents that took part on both sides and asked another model, a phrase each. One that took part on one side alone
 * says nothing: that a conversation is led elsewhere is what a gate is to find.
 */
export function changedModels(then: AgentModels, now: AgentModels): string[] {
  return Object.entries(now).flatMap(([agent, model]) => {
    const before = then[agent];
    return before === undefined || before === model
      ? []
      : [`the model of ${agent}, ${before} → ${model}`];
  });
}

/** The models that judged the trials of a case, sorted. */
export function judgesOf(trials: readonly Pick<TrialResult, "judges">[]): string[] {
  return [...new Set(trials.flatMap(({ judges }) => Object.keys(judges)))].sort();
}

/** The judges, as a phrase, where both sides had some and they are not the same. A reply that was not there to judge says nothing. */
export function changedJudges(then: readonly string[], now: readonly string[]): string[] {
  const [before, after] = [then.join(", "), now.join(", ")];
  return before === "" || after === "" || before === after
    ? []
    : [`its judge, ${before} → ${after}`];
}
