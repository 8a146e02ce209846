import type { PriceOrigin } from "../../models/prices.ts";
import type { ResultHeader, Spending, SuiteEnd, Summary } from "../../results/result.ts";
import { listed } from "../../text/count.ts";
import { oneLine } from "../../text/printable.ts";

const MOST_NAMED = 5;

/** `Prices of 2026-06, from https://…; of llama3 from the config.` */
export function pricesText({ date, source, from_config: own = {} }: PriceOrigin): string {
  const models = Object.keys(own);
  const overridden = models.length === 0 ? "" : `; of ${named(models)} from the config`;
  return `Prices of ${date}, from ${source}${overridden}.`;
}

/** The prices that costs are based on, and why a cost is not known. Nothing if no model was asked. */
export function priceLines({ prices }: ResultHeader, end: SuiteEnd): string[] {
  const priced = askedModels(end.summary).some(([, { cost }]) => cost !== null);
  return [...(prices !== undefined && priced ? [pricesText(prices)] : []), ...priceGaps(end)];
}

/** Why a cost is not known. */
export function priceGaps({ summary }: SuiteEnd): string[] {
  const asked = askedModels(summary);
  const unpriced = asked.filter(([, { usage, cost }]) => cost === null && usage !== null);
  const unreported = asked.filter(([, { usage }]) => usage === null);
  // What answered is billed, whatever was asked.
  const billed = unpriced.flatMap(([model, { answered_by: others = [model] }]) => others);
  const price = named([...new Set(billed)]);
  const tokens = named(unreported.map(([model]) => model));
  return [
    price && `There is no price for ${price}. Give it in swarm-eval.config.ts, under prices.`,
    tokens && `The tokens of ${tokens} are not known: the provider did not report them.`,
  ].filter(Boolean);
}

function askedModels({ spending, judges, simulated_users: users }: Summary) {
  return [spending, judges, users?.spending ?? {}]
    .flatMap(Object.entries<Spending>)
    .filter(
      ([model, { calls }], index, all) =>
        calls > 0 && all.findIndex(([other]) => other === model) === index,
    );
}

function named(models: readonly string[]): string {
  return listed(
    models.map((model) => oneLine(model)),
    MOST_NAMED,
  );
}
