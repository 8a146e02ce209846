import { leavingLine } from "../../models/leaving.ts";
import type { CaseResult, SpendingByModel, TrafficMode } from "../../results/result.ts";
import { listed } from "../../text/count.ts";
import { oneLine } from "../../text/printable.ts";

/** A model that was asked. */
export interface AskedModel {
  readonly model: string;
  /** The agents that asked it, the judge, and the user whom a model plays. */
  readonly by: readonly string[];
  /** The models that answered in its place. */
  readonly answering: readonly string[];
  /** A count of tokens that cannot be, if a provider gave one. */
  readonly unusableUsage?: string | undefined;
}

interface AskedSets {
  readonly by: Set<string>;
  readonly answering: Set<string>;
  unusableUsage: string | undefined;
}

/** Observes which models are asked. */
export class AskedModels {
  readonly #models = new Map<string, AskedSets>();

  caseFinished({ trials }: CaseResult): void {
    for (const { steps, judges, simulated_user: user } of trials) {
      this.#addAll(judges, "the judge");
      this.#addAll(user?.spending ?? {}, "the simulated user");
      for (const step of steps) {
        if (step.type !== "reply") continue;
        const { model, agent, answeredBy, unusableUsage } = step;
        const answering = answeredBy === undefined ? [] : [answeredBy];
        this.add({ model, by: [agent], answering, unusableUsage });
      }
    }
  }

  #addAll(spending: SpendingByModel, by: string): void {
    for (const [model, { answered_by: answering = [], unusable_usage }] of Object.entries(spending))
      this.add({ model, by: [by], answering, unusableUsage: unusable_usage });
  }

  add({ model, by, answering, unusableUsage }: AskedModel): void {
    const nothing: AskedSets = { by: new Set(), answering: new Set(), unusableUsage: undefined };
    const asked = this.#models.get(model) ?? nothing;
    this.#models.set(model, asked);
    asked.unusableUsage ??= unusableUsage;
    for (const name of by) asked.by.add(name);
    for (const name of answering) asked.answering.add(name);
  }

  all(): AskedModel[] {
    return [...this.#models].map(([model, { by, answering, unusableUsage }]) => {
      return { model, by: [...by], answering: [...answering], unusableUsage };
    });
  }
}

/** More than these are counted. */
const MOST_NAMED = 3;

/** What is to be said once of the models that a run asked, over all its suites. */
export function askedModelLines(
  ofSuites: readonly AskedModel[],
  traffic: TrafficMode,
  now: Date,
): string[] {
  const ofRun = new AskedModels();
  for (const asked of ofSuites) ofRun.add(asked);
  const models = ofRun.all();
  const answered = models
    .filter(({ answering }) => answering.length > 0)
    .map(
      ({ model, answering }) =>
        `asked for ${oneLine(model)}, ${listed(answering.map((name) => oneLine(name)))} answered. Costs go by what answered.`,
    );
  const unusable = models.flatMap(({ model, unusableUsage }) =>
    unusableUsage === undefined
      ? []
      : [
          `the provider reported ${unusableUsage} for ${oneLine(model)}: counted as unknown, and by an estimate where a cap is kept.`,
        ],
  );
  // A replay asks nobody, and is left in peace.
  const asking = traffic === "replay" ? [] : models;
  const leaving = asking.flatMap(({ model, by }) => {
    const who = listed(
      by.map((name) => oneLine(name)),
      MOST_NAMED,
    );
    return leavingLine(model, who, now) ?? [];
  });
  return [...answered, ...unusable, ...leaving].map((line) => `warning: ${line}`);
}
