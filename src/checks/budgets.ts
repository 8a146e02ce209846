import { tokensOf } from "../trajectory/tokens-of.ts";
import { failed, passed, unjudged, type Check, type Finding } from "./scope/check.ts";
import type { Scope } from "./scope/scope.ts";

/** At most this many completions were asked for. */
export const maxModelCalls: Check<number> = (most, scope) =>
  within(repliesOf(scope).length, most, "model call");

/** At most this many tokens were used, in prompts and completions together. */
export const maxTokens: Check<number> = (most, scope) => {
  const counts = repliesOf(scope).map(({ usage }) => usage && tokensOf(usage));
  const total = sum(counts);
  return total === undefined
    ? unjudged("the provider did not report how many tokens it used")
    : within(total, most, "token");
};

/** The completions cost at most this many US dollars. */
export const maxCost: Check<number> = (most, scope) => {
  const total = sum(repliesOf(scope).map(({ cost }) => cost));
  // Digits after the twelfth are rounding errors of the sum.
  if (total !== undefined) return within(Number(total.toPrecision(12)), most, "US dollar");
  const unpriced = repliesOf(scope).filter(({ cost }) => cost === undefined);
  const models = [...new Set(unpriced.map(({ model }) => model))].join(", ");
  return unjudged(
    `the cost is not known: there is no price for ${models}, or its tokens were not reported`,
  );
};

/**
 * The scope took at most this many milliseconds from its first message to its end, without those in which a model that
 * plays the user thought; in a replay, as recorded.
 */
export const maxLatencyMs: Check<number> = (most, { steps }) => {
  const took = steps.slice(1).reduce((sum, step, index) => {
    const isThought = step.type === "user" && step.simulated === true;
    return isThought ? sum : sum + step.at - (steps[index]?.at ?? 0);
  }, 0);
  return within(Math.round(took), most, "ms");
};

function repliesOf({ steps }: Scope) {
  return steps.filter((step) => step.type === "reply");
}

function within(spent: number, most: number, unit: string): Finding {
  const budget = `${most} ${unit}${most === 1 || unit === "ms" ? "" : "s"}`;
  return spent <= most
    ? passed(`${spent} of ${budget}`)
    : failed(`expected at most ${budget}, got ${spent}`);
}

function sum(amounts: readonly (number | undefined)[]): number | undefined {
  return amounts.every((amount) => amount !== undefined)
    ? amounts.reduce((total, amount) => total + amount, 0)
    : undefined;
}
