import type { Price, PriceOrigin } from "../results/result.ts";
import type { Usage } from "../trajectory/trajectory.ts";

/** Prices by model name. A dated name (`gpt-4o-2024-08-06`) without a price has that of the name without its date. */
export type Prices = Readonly<Record<string, Price>>;

/** When `PRICE_TABLE` was made, and from what. */
export const PRICE_TABLE_ORIGIN: PriceOrigin = {
  date: "2026-06",
  source: "https://developers.openai.com/api/docs/pricing",
};

/** US dollars for a million tokens, at the provider's standard rate for prompts of usual length. */
export const PRICE_TABLE: Prices = {
  "gpt-3.5-turbo": { input: 0.5, output: 1.5 },
  "gpt-4-turbo": { input: 10, output: 30 },
  "gpt-4o": { input: 2.5, cached_input: 1.25, output: 10 },
  // It costs more than the name without its date.
  "gpt-4o-2024-05-13": { input: 5, output: 15 },
  "gpt-4o-mini": { input: 0.15, cached_input: 0.075, output: 0.6 },
  "gpt-4.1": { input: 2, cached_input: 0.5, output: 8 },
  "gpt-4.1-mini": { input: 0.4, cached_input: 0.1, output: 1.6 },
  "gpt-4.1-nano": { input: 0.1, cached_input: 0.025, output: 0.4 },
  "gpt-5": { input: 1.25, cached_input: 0.125, output: 10 },
  "gpt-5-mini": { input: 0.25, cached_input: 0.025, output: 2 },
  "gpt-5-nano": { input: 0.05, cached_input: 0.005, output: 0.4 },
  "gpt-5.1": { input: 1.25, cached_input: 0.125, output: 10 },
  "gpt-5.4": { input: 2.5, cached_input: 0.25, output: 15 },
  "gpt-5.4-mini": { input: 0.75, cached_input: 0.075, output: 4.5 },
  "gpt-5.4-nano": { input: 0.2, cached_input: 0.02, output: 1.25 },
  "gpt-5.5": { input: 5, cached_input: 0.5, output: 30 },
  o3: { input: 2, cached_input: 0.5, output: 8 },
  "o3-mini": { input: 1.1, cached_input: 0.55, output: 4.4 },
  "o4-mini": { input: 1.1, cached_input: 0.275, output: 4.4 },
};

/** A model's price; undefined if it is not known, which is not the same as free. */
export function priceOf(model: string, prices: Prices): Price | undefined {
  const dateless = model.replace(/-\d{4}-\d{2}-\d{2}$/, "");
  // A model may have the name of something that every object inherits.
  const name = [model, dateless].find((one) => Object.hasOwn(prices, one));
  return name === undefined ? undefined : prices[name];
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
