import type { Price } from "../results/price.ts";
import type { Usage } from "../trajectory/trajectory.ts";

/** Prices by model name; a dated name (`gpt-4o-2024-08-06`) has that of the name without its date, where it has none of its own. */
export type Prices = Readonly<Record<string, Price>>;

/** A model's price; undefined where it is not known, which is not the same as free. */
export function priceOf(model: string, prices: Prices): Price | undefined {
  const dateless = model.replace(/-\d{4}-\d{2}-\d{2}$/, "");
  return [model, dateless].map((name) => own(prices, name)).find((price) => price !== undefined);
}

/** What a completion cost in US dollars; undefined where the model's price or the tokens are not known. */
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

/** A model may have the name of something that every object inherits. */
function own(prices: Prices, name: string): Price | undefined {
  return Object.hasOwn(prices, name) ? prices[name] : undefined;
}
