import { describe, expect, it } from "vitest";
import { costOf, priceOf, PRICE_TABLE, PRICE_TABLE_ORIGIN } from "../../src/models/prices.ts";

const USAGE = { prompt_tokens: 1_000_000, cached_tokens: 400_000, completion_tokens: 100_000 };

describe("a price", () => {
  it.each([
    ["gpt-4o", 2.5],
    ["gpt-4o-2024-08-06", 2.5],
    // It costs more than the name without its date.
    ["gpt-4o-2024-05-13", 5],
  ])("of %s is $%d for a million tokens of prompts", (model, input) => {
    expect(priceOf(model, PRICE_TABLE)?.input).toBe(input);
  });

  it.each(["house", "gpt-4o-audio-preview", "gpt-4", "constructor", "__proto__", ""])(
    "of %j is not known, which is not the same as free",
    (model) => {
      expect(priceOf(model, PRICE_TABLE)).toBeUndefined();
      expect(costOf(model, USAGE, PRICE_TABLE)).toBeUndefined();
    },
  );

  it("in the table is above zero, and not higher for what is cached", () => {
    for (const { input, output, cached_input: cached = input } of Object.values(PRICE_TABLE)) {
      expect(cached).toBeGreaterThan(0);
      expect(input).toBeGreaterThanOrEqual(cached);
      expect(output).toBeGreaterThan(input);
    }
    expect(PRICE_TABLE_ORIGIN).toMatchObject({
      date: expect.stringMatching(/^\d{4}-\d{2}$/),
      source: expect.stringMatching(/^https:/),
    });
  });
});

describe("a completion", () => {
  it("costs less if the provider had the prompt in its cache", () => {
    const prices = { a: { input: 2, cached_input: 0.5, output: 8 }, b: { input: 2, output: 8 } };
    expect(costOf("a", USAGE, prices)).toBeCloseTo(0.6 * 2 + 0.4 * 0.5 + 0.1 * 8);
    expect(costOf("b", USAGE, prices)).toBeCloseTo(2 + 0.1 * 8);
  });

  it("has an unknown cost if its tokens were not reported", () => {
    expect(costOf("gpt-4o", undefined, PRICE_TABLE)).toBeUndefined();
  });
});
