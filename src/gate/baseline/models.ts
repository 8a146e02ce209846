import type { TrialResult } from "../../results/result.ts";

/** The model that each agent asked, and whoever played the user. */
export type AgentModels = Readonly<Record<string, string>>;

/** A hash for each check of one's own. */
export type CheckCodes = Readonly<Record<string, string>>;

/** With commas between the models if an agent asked several, as only agents that change do. */
export function modelsOf(
  trials: readonly Pick<TrialResult, "steps" | "simulated_user">[],
): AgentModels {
  const asked = new Map<string, Set<string>>();
  const add = (who: string, model: string): void => {
    const models = asked.get(who);
    if (models === undefined) asked.set(who, new Set([model]));
    else models.add(model);
  };
  for (const { steps, simulated_user: user } of trials) {
    for (const step of steps) if (step.type === "reply") add(step.agent, step.model);
    for (const model in user?.spending) add("the simulated user", model);
  }
  const sorted = [...asked].sort(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(
    sorted.map(([agent, models]) => [agent, [...models].sort().join(", ")]),
  );
}

/**
 * A phrase for each agent that took part on both sides and asked another model. An agent on one side only says nothing:
 * another route is for the gate to find.
 */
export function changedModels(before: AgentModels, now: AgentModels): string[] {
  return Object.entries(now)
    .filter(([agent, model]) => (before[agent] ?? model) !== model)
    .map(([agent, model]) => `the model of ${agent}, ${before[agent]} → ${model}`);
}

/** The models that judged the trials of a case, sorted. */
export function judgesOf(trials: readonly Pick<TrialResult, "judges">[]): string[] {
  return [...new Set(trials.flatMap(({ judges }) => Object.keys(judges)))].sort();
}

/** The code of the checks of one's own that the trials of a case had, by name. */
export function checkCodes(trials: readonly Pick<TrialResult, "checks">[]): CheckCodes {
  const codes = trials.flatMap(({ checks }) =>
    checks.flatMap(({ check, code }) => (code === undefined ? [] : [[check, code] as const])),
  );
  return Object.fromEntries(codes.toSorted(([one], [other]) => (one < other ? -1 : 1)));
}

/** A phrase for each check that both sides had, and whose code differs. */
export function changedChecks(before: CheckCodes, now: CheckCodes): string[] {
  return Object.keys(now)
    .filter((check) => (before[check] ?? now[check]) !== now[check])
    .map((check) => `the code of ${check}`);
}

/** A phrase if both sides had judges and they differ. A side without says nothing: it had no reply to judge. */
export function changedJudges(before: readonly string[], now: readonly string[]): string[] {
  const isChanged = before.length > 0 && now.length > 0 && before.join() !== now.join();
  return isChanged ? [`its judge, ${before.join(", ")} → ${now.join(", ")}`] : [];
}
