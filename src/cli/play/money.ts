import type { PriceOrigin } from "../../results/price.ts";
import type { BudgetResult, TrafficMode } from "../../results/result.ts";
import { Budget } from "../../runner/budget/budget.ts";
import { PRICE_TABLE, PRICE_TABLE_ORIGIN } from "../../runner/price-table.ts";
import type { Prices } from "../../runner/prices.ts";
import type { PlaySettings } from "./settings.ts";

/** The prices of a run: those of the config beat the table. */
export function pricesOf({ prices }: Pick<PlaySettings, "prices">): Prices {
  return { ...PRICE_TABLE, ...prices };
}

/** Where the prices come from. */
export function priceOrigin({ prices = {} }: Pick<PlaySettings, "prices">): PriceOrigin {
  return Object.keys(prices).length === 0
    ? PRICE_TABLE_ORIGIN
    : { ...PRICE_TABLE_ORIGIN, from_config: prices };
}

/** The caps of a run; undefined if it has none. */
export function budgetOf(
  settings: Pick<PlaySettings, "prices" | "maxCost" | "maxTokens">,
): Budget | undefined {
  const { maxCost: cost, maxTokens: tokens } = settings;
  if (cost === undefined && tokens === undefined) return undefined;
  return new Budget({ cost, tokens }, pricesOf(settings));
}

/** Observes what a capped run spends. */
export function budgetObserver(budget: Budget): { conclude(): { readonly budget: BudgetResult } } {
  return { conclude: () => ({ budget: budget.result() }) };
}

/** What a run that a cap has stopped says at its end; undefined if none has. */
export function capReached(budget: Budget | undefined, traffic: TrafficMode): string | undefined {
  if (budget?.refusal === undefined) return undefined;
  const kept = traffic === "live" ? "" : " What was recorded until then replays for nothing.";
  return `Stopped. ${budget.refusal}${kept}`;
}
