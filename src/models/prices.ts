import type { Usage } from "../trajectory/trajectory.ts";
import { MODELS, ofModel, TABLE_ORIGIN, type Price } from "./table.ts";

/** Prices by model name. A dated name (`gpt-4o-2024-08-06`) without a price has that of the name without its date. */
export type Prices = Readonly<Record<string, Price>>;

/** The prices that a cost was computed with. */
export interface PriceOrigin {
  /** When the table was made, and from what. */
  readonly date: string;
  readonly source: string;
  /** Those of a config, by model: they override the table. */
  readonly from_config?: Prices;
}

export const PRICE_TABLE_ORIGIN: PriceOrigin = {
  date: TABLE_ORIGIN.date,
  source: TABLE_ORIGIN.prices,
};

export const PRICE_TABLE: Prices = Object.fromEntries(
  Object.entries(MODELS).map(([model, { price }]) => [model, price]),
);

/** A model's price; undefined if it is not known, which is not the same as free. */
export function priceOf(model: string, prices: Prices): Price | undefined {
  return ofModel(prices, model);
}

/** US dollars for a completion; undefined if the model's price or the tokens are not known. */
export function costOf(
  model: string,
  usage: Usage | undefined,
  prices: Prices,
): number | undefined {
  const price = priceOf(model, prices);
  if (price === undefined || usage === undefined) return undefined;
  const { prompt_tokens: prompt, cached_tokens: cached, completion_tokens: completion } = usage;
  const { input, output, cached_input: cachedInput = input } = price;
  return ((prompt - cached) * input + cached * cachedInput + completion * output) / 1_000_000;
}
