import type { Trajectory, Usage } from "../trajectory/trajectory.ts";
import type { Spending, SpendingByModel } from "./result.ts";

export const NO_TOKENS: Usage = { prompt_tokens: 0, completion_tokens: 0, cached_tokens: 0 };

const NOTHING: Spending = { calls: 0, usage: NO_TOKENS, cost: 0 };

/** A usage as it was written; null if any of its counts is not known. */
export function knownUsage<T extends object>(usage: T | null): T | null {
  return usage === null || Object.values(usage).includes(null) ? null : usage;
}

/** Spending as it was written, with usages that are known or null. */
export function knownSpending(spending: SpendingByModel): SpendingByModel {
  return Object.fromEntries(
    Object.entries(spending).map(([model, one]) => [
      model,
      { ...one, usage: knownUsage(one.usage) },
    ]),
  );
}

/** Adds up what was spent, in all and by model. */
export class SpendingBuilder {
  #total = NOTHING;
  readonly #byModel = new Map<string, Spending>();

  add(model: string, spending: Spending): void {
    this.#total = addSpending(this.#total, spending);
    this.#byModel.set(model, addSpending(this.#byModel.get(model) ?? NOTHING, spending));
  }

  addAll(spending: SpendingByModel): void {
    for (const model in spending) this.add(model, spending[model] as Spending);
  }

  get total(): Spending {
    return this.#total;
  }

  byModel(): SpendingByModel {
    return Object.fromEntries(this.#byModel);
  }
}

/** What the replies of a trajectory took. */
export function spendingOf(steps: Trajectory): SpendingBuilder {
  const spending = new SpendingBuilder();
  for (const step of steps) {
    if (step.type !== "reply") continue;
    const { model, answeredBy, usage = null, cost = null } = step;
    spending.add(model, oneCall(answeredBy, usage, cost));
  }
  return spending;
}

/** What one completion took. `answeredBy` is another model than was asked, if one answered. */
export function oneCall(
  answeredBy: string | undefined,
  usage: Usage | null,
  cost: number | null,
): Spending {
  return {
    calls: 1,
    usage,
    cost,
    ...(answeredBy === undefined ? {} : { answered_by: [answeredBy] }),
  };
}

function addSpending(one: Spending, other: Spending): Spending {
  const { answered_by: some = [] } = one;
  const { answered_by: more = [] } = other;
  const others = [...new Set([...some, ...more])].sort();
  const unusable = one.unusable_usage ?? other.unusable_usage;
  return {
    calls: one.calls + other.calls,
    usage: addUsage(one.usage, other.usage),
    cost: addCost(one.cost, other.cost),
    ...(others.length === 0 ? {} : { answered_by: others }),
    ...(unusable === undefined ? {} : { unusable_usage: unusable }),
  };
}

/** Null if either is not known. */
function addUsage(one: Usage | null, other: Usage | null): Usage | null {
  if (one === null || other === null) return null;
  return {
    prompt_tokens: one.prompt_tokens + other.prompt_tokens,
    completion_tokens: one.completion_tokens + other.completion_tokens,
    cached_tokens: one.cached_tokens + other.cached_tokens,
  };
}

/** Without the noise of binary fractions; null if either is not known. */
function addCost(one: number | null, other: number | null): number | null {
  return one === null || other === null ? null : Number((one + other).toPrecision(12));
}
