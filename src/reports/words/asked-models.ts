import { leavingLine } from "../../models/leaving.ts";
import type { CaseResult, TrafficMode } from "../../results/result.ts";
import { listed } from "../../text/count.ts";
import { oneLine } from "../../text/printable.ts";

/** A model that was asked. */
export interface AskedModel {
  readonly model: string;
  /** The agents that asked it, and the judge. */
  readonly by: readonly string[];
  /** The models that answered in its place. */
  readonly answering: readonly string[];
}

/** Observes which models are asked. */
export class AskedModels {
  readonly #models = new Map<string, { by: Set<string>; answering: Set<string> }>();

  caseFinished({ trials }: CaseResult): void {
    for (const { steps, judges } of trials) {
      for (const [model, { answered_by: answering = [] }] of Object.entries(judges))
        this.add({ model, by: ["the judge"], answering });
      for (const step of steps) {
        if (step.type !== "reply") continue;
        const { model, agent, answeredBy } = step;
        this.add({ model, by: [agent], answering: answeredBy === undefined ? [] : [answeredBy] });
      }
    }
  }

  add({ model, by, answering }: AskedModel): void {
    const asked = this.#models.get(model) ?? { by: new Set(), answering: new Set() };
    this.#models.set(model, asked);
    for (const name of by) asked.by.add(name);
    for (const name of answering) asked.answering.add(name);
  }

  all(): AskedModel[] {
    return [...this.#models].map(([model, { by, answering }]) => {
      return { model, by: [...by], answering: [...answering] };
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
  // A replay asks nobody, and is left in peace.
  const asking = traffic === "replay" ? [] : models;
  const leaving = asking.flatMap(({ model, by }) => {
    const who = listed(
      by.map((name) => oneLine(name)),
      MOST_NAMED,
    );
    return leavingLine(model, who, now) ?? [];
  });
  return [...answered, ...leaving].map((line) => `warning: ${line}`);
}
